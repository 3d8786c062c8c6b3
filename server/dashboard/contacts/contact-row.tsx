import type { ContactSummary } from "../../../shared/contact.ts";
import { countryName } from "../format.ts";
import { Ago, Mark } from "../ui/small.tsx";
import { SOURCE_WORDS } from "./details.ts";

interface ContactRowProps {
  readonly contact: ContactSummary;
  readonly href: string;
  readonly tabIndex: 0 | -1;
}

/** One contact in the list. */
export function ContactRow({ contact, href, tabIndex }: ContactRowProps) {
  const called = contact.name || contact.email || contact.phone || contact.id;
  const reach = [contact.email, contact.phone].filter((value) => value && value !== called);
  return (
    <a class="contact-row" href={href} tabIndex={tabIndex}>
      <Mark name={contact.name} />
      <span class="contact-name" dir="auto">
        {called}
      </span>
      <span class="contact-reach">
        {reach.map((value) => (
          <bdi key={value}>{value}</bdi>
        ))}
      </span>
      <span class="contact-source">
        From {SOURCE_WORDS[contact.source]}
        {contact.country && ` · ${countryName(contact.country)}`}
      </span>
      <span class="contact-seen">
        <span class="unseen">Last seen </span>
        <Ago at={contact.lastSeenAt} />
      </span>
    </a>
  );
}
