import { emailKey } from "../../../shared/rules/email.ts";
import { tidyPhone } from "../../../shared/rules/phone.ts";
import { href } from "../app/routes.ts";
import { useServices } from "../app/services.tsx";
import { readyOr } from "../data/loadable.ts";
import { personName } from "../data/person-name.ts";
import { useLoad } from "../data/use-load.ts";
import { t, withElements } from "../i18n/translate.ts";
import { Note } from "../ui/states.tsx";
import { useDebounced } from "../ui/use-debounced.ts";
import { Verbatim } from "../ui/verbatim.tsx";
import { summaryContactInfo } from "./details.ts";

/** The pause in typing after which duplicates are searched, in milliseconds. */
const SEARCH_DELAY = 250;
/** A phone with fewer digits is still being typed. */
const MIN_DIGITS = 5;

interface ExistingContactsProps {
  readonly property: string;
  /** The e-mails and phones as they are typed. */
  readonly emails: readonly string[];
  readonly phones: readonly string[];
}

/** Warns of the contacts that have a typed e-mail or phone already. */
export function ExistingContacts({ property, emails, phones }: ExistingContactsProps) {
  const { api } = useServices();
  const completeEmails = emails.map((email) => email.trim()).filter((email) => emailKey(email) !== null);
  const completePhones = phones
    .map((phone) => tidyPhone(phone.trim()))
    .filter((phone) => phone.replace(/\D/g, "").length >= MIN_DIGITS);
  const key = useDebounced(JSON.stringify([completeEmails, completePhones]), SEARCH_DELAY);
  // an error shows no warning: the server still refuses a second contact with the same e-mail
  const { loaded } = useLoad(key, async () => {
    const queries = [
      ...completeEmails.map((email) => ({ email })),
      ...completePhones.map((phone) => ({ phone })),
    ];
    const pages = await Promise.all(queries.map((query) => api.duplicates(property, query)));
    const contacts = pages.flatMap(({ items }) => items);
    return [...new Map(contacts.map((contact) => [contact.id, contact])).values()];
  });
  const found = readyOr(loaded, []);
  return (
    <div role="status">
      {found.length > 0 && (
        <Note tone="warn" icon="people">
          <p>
            {found.length > 1
              ? t("Contacts with this e-mail or phone exist:")
              : t("A contact with this e-mail or phone exists:")}
          </p>
          <ul class="plain-list existing-contacts">
            {found.map((contact) => (
              <li key={contact.id}>
                <a href={href.contact(property, contact.id)}>
                  {withElements("Open {contact}", { contact: <Verbatim>{personName(contact)}</Verbatim> })}
                </a>{" "}
                <Verbatim class="existing-contact-info">{summaryContactInfo(contact)}</Verbatim>
              </li>
            ))}
          </ul>
        </Note>
      )}
    </div>
  );
}
