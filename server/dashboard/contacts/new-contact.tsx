import { useRef, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import * as z from "zod/mini";
import { ContactCreate } from "../../../shared/crm.ts";
import { emailKey } from "../../../shared/rules/email.ts";
import { tidyPhone } from "../../../shared/rules/phone.ts";
import { href } from "../app/routes.ts";
import { useServices } from "../app/services.tsx";
import type { PropertyOfMe } from "../app/shell/property-screens.tsx";
import { faultsByPath } from "../data/api-error.ts";
import { readyOr } from "../data/loadable.ts";
import { useAction } from "../data/use-action.ts";
import { useDraftText } from "../data/use-draft-text.ts";
import { useLoad } from "../data/use-load.ts";
import { BackLink } from "../ui/back-link.tsx";
import { Button, IconButton } from "../ui/button.tsx";
import { TextField } from "../ui/field.tsx";
import { schemaFaults } from "../ui/schema-faults.ts";
import { ErrorNote, Note } from "../ui/states.tsx";
import { useDebounced } from "../ui/use-debounced.ts";
import { useHeadingFocus } from "../ui/use-heading-focus.ts";
import { useTitle } from "../ui/use-title.ts";
import { forgetLists, lastFilter } from "./contact-list-memory.ts";

const TYPING = 250;

/** What stands in the form. */
const Entered = z.object({
  firstName: z.string(),
  lastName: z.string(),
  emails: z.array(z.string()).check(z.minLength(1)),
  phones: z.array(z.string()).check(z.minLength(1)),
  organization: z.string(),
  userId: z.string(),
});
type Entered = Readonly<z.infer<typeof Entered>>;

const BLANK: Entered = {
  firstName: "",
  lastName: "",
  emails: [""],
  phones: [""],
  organization: "",
  userId: "",
};

function readEntered(text: string): Entered {
  try {
    const parsed = z.safeParse(Entered, JSON.parse(text || "null"));
    return parsed.success ? parsed.data : BLANK;
  } catch {
    return BLANK; // written by hand
  }
}

/** R7: a contact made by hand; who may be there already is said while it is typed. */
export function NewContactScreen({ property }: { property: PropertyOfMe }) {
  const { api, memory, notices } = useServices();
  const { route } = useLocation();
  const heading = useRef<HTMLHeadingElement>(null);
  const [kept, keepText] = useDraftText(`contact ${property.id}`);
  const entered = readEntered(kept);
  const { firstName, lastName, emails, phones, organization, userId } = entered;
  const [tried, setTried] = useState(false);
  useTitle(`New contact · ${property.name}`);
  useHeadingFocus(heading);

  const wanted = {
    firstName: firstName.trim(),
    lastName: lastName.trim(),
    emails: emails.map((one) => one.trim()).filter(Boolean),
    phones: phones.map((one) => tidyPhone(one.trim())).filter(Boolean),
    ...(userId.trim() && { userId: userId.trim() }),
    ...(organization.trim() && { organization: organization.trim() }),
  };
  const faults = schemaFaults(ContactCreate, wanted);
  const create = useAction(async (anyway: boolean) => {
    const made = await api.createContact(property.id, { ...wanted, anyway });
    keepText("");
    forgetLists(memory);
    notices.say("The contact was added.");
    route(href.contact(property.id, made.id), true);
  });
  const exists = create.failure?.code === "contact_exists";
  const refused = faultsByPath(create.failure);
  const fault = (path: string) => (tried ? faults.get(path) : undefined) ?? refused.get(path);
  /** Blank fields are not sent, so what is sent stands at another place. */
  const faultIn = (path: string, values: readonly string[], at: number) =>
    values[at]?.trim()
      ? fault(`${path}.${values.slice(0, at).filter((one) => one.trim()).length}`)
      : undefined;
  const typing =
    <F extends keyof Entered>(field: F) =>
    (value: Entered[F]) => {
      keepText(JSON.stringify({ ...entered, [field]: value }));
      create.clear();
    };

  return (
    <main class="contact" id="main" tabIndex={-1}>
      <div class="contact-page narrow-page">
        <BackLink to={href.contacts(property.id, lastFilter(memory, property.id))}>Contacts</BackLink>
        <h1 ref={heading} tabIndex={-1}>
          New contact
        </h1>
        <form
          class="form"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            setTried(true);
            if (!faults.size) void create.run(false);
          }}
        >
          <div class="two-fields">
            <TextField
              label="First name"
              required
              autocomplete="off"
              value={firstName}
              onInput={typing("firstName")}
              fault={fault("firstName")}
            />
            <TextField
              label="Last name"
              autocomplete="off"
              value={lastName}
              onInput={typing("lastName")}
              fault={fault("lastName")}
            />
          </div>
          <RepeatedField
            label="E-mail"
            type="email"
            values={emails}
            onChange={typing("emails")}
            faultAt={(at) => faultIn("emails", emails, at)}
          />
          <RepeatedField
            label="Phone"
            type="text"
            hint="With the country's code, as in +4930123456."
            values={phones}
            onChange={typing("phones")}
            faultAt={(at) => faultIn("phones", phones, at)}
          />
          <ExistingContacts property={property.id} emails={emails} phones={phones} />
          <TextField
            label="Organization"
            autocomplete="off"
            value={organization}
            onInput={typing("organization")}
            fault={fault("organization")}
          />
          <TextField
            label="User ID"
            hint="Your own key for this person, if your site has one."
            autocomplete="off"
            spellcheck={false}
            value={userId}
            onInput={typing("userId")}
            fault={fault("userId")}
          />
          {exists && (
            <div role="alert">
              <Note tone="warn" icon="people">
                <p>{create.failure?.problem?.title}</p>
                <Button small busy={create.busy} onClick={() => void create.run(true)}>
                  Add a second contact all the same
                </Button>
              </Note>
            </div>
          )}
          <ErrorNote failure={exists || refused.size ? null : create.failure} />
          <div class="form-foot">
            <Button kind="primary" type="submit" busy={create.busy}>
              Add contact
            </Button>
            <a
              class="button plain"
              href={href.contacts(property.id, lastFilter(memory, property.id))}
              onClick={() => keepText("")}
            >
              Cancel
            </a>
          </div>
        </form>
      </div>
    </main>
  );
}

interface RepeatedFieldProps {
  readonly label: string;
  readonly type: "email" | "text";
  readonly hint?: string;
  readonly values: readonly string[];
  readonly onChange: (values: string[]) => void;
  readonly faultAt: (at: number) => string | undefined;
}

const MAX_VALUES = 20;

/** One field for each of several values; the first is shown first everywhere. */
function RepeatedField({ label, type, hint, values, onChange, faultAt }: RepeatedFieldProps) {
  const nameAt = (at: number) => (at ? `${label} ${at + 1}` : label);
  return (
    <div class="group several">
      {values.map((value, at) => (
        <div key={at} class="several-line">
          <TextField
            label={nameAt(at)}
            type={type}
            {...(type === "text" && { dir: "ltr" as const })}
            autocomplete="off"
            hint={at === values.length - 1 ? hint : undefined}
            value={value}
            onInput={(next) => onChange(values.map((old, place) => (place === at ? next : old)))}
            fault={faultAt(at)}
          />
          {values.length > 1 && (
            <IconButton
              icon="close"
              label={`Remove ${nameAt(at)}`}
              onClick={() => onChange(values.filter((_, place) => place !== at))}
            />
          )}
        </div>
      ))}
      {values.length < MAX_VALUES && values.every((value) => value.trim()) && (
        <Button small kind="quiet" icon="plus" onClick={() => onChange([...values, ""])}>
          Another {label === "E-mail" ? "e-mail" : "phone"}
        </Button>
      )}
    </div>
  );
}

interface ExistingContactsProps {
  readonly property: string;
  readonly emails: readonly string[];
  readonly phones: readonly string[];
}

/** Contacts who have what is being typed. */
function ExistingContacts({ property, emails, phones }: ExistingContactsProps) {
  const { api } = useServices();
  const wholeEmails = emails.map((one) => one.trim()).filter((one) => emailKey(one) !== null);
  const wholePhones = phones
    .map((one) => tidyPhone(one.trim()))
    .filter((one) => one.replace(/\D/g, "").length > 4);
  const asked = useDebounced(JSON.stringify([wholeEmails, wholePhones]), TYPING);
  const { loaded } = useLoad(asked, async () => {
    const typed = [...wholeEmails.map((email) => ({ email })), ...wholePhones.map((phone) => ({ phone }))];
    // a courtesy: without an answer the server still refuses a second contact with the same e-mail
    const pages = await Promise.all(typed.map((one) => api.duplicates(property, one)));
    const people = pages.flatMap(({ items }) => items);
    return [...new Map(people.map((one) => [one.id, one])).values()];
  });
  const found = readyOr(loaded, []);
  return (
    <div role="status">
      {found.length > 0 && (
        <Note tone="warn" icon="people">
          <p>{found.length > 1 ? "These contacts have" : "This contact has"} this already:</p>
          <ul class="plain-list known">
            {found.map((one) => (
              <li key={one.id}>
                <a href={href.contact(property, one.id)}>
                  Open <bdi>{one.name || one.email || one.phone || one.id}</bdi>
                </a>{" "}
                <bdi class="known-more">{[one.email, one.phone].filter(Boolean).join(" · ")}</bdi>
              </li>
            ))}
          </ul>
        </Note>
      )}
    </div>
  );
}
