import type { ContactSummary } from "../../../shared/contact.ts";
import { href } from "../app/routes.ts";
import { personName } from "../data/person-name.ts";
import { Avatar } from "../ui/avatar.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { Verbatim } from "../ui/verbatim.tsx";
import { summaryContactInfo } from "./details.ts";

interface ContactLinkProps {
  readonly property: string;
  readonly contact: ContactSummary;
  /** Whether to show when the contact was last seen. */
  readonly showLastSeen?: boolean;
}

/** A contact as a link to its page, with avatar, name, e-mail and phone. */
export function ContactLink({ property, contact, showLastSeen = false }: ContactLinkProps) {
  return (
    <a class="contact-link" href={href.contact(property, contact.id)}>
      <Avatar name={contact.name} />
      <span>
        <strong dir="auto" translate={false}>
          {personName(contact)}
        </strong>
        <span class="hint">
          <Verbatim>{summaryContactInfo(contact) || contact.id}</Verbatim>
        </span>
      </span>
      {showLastSeen && (
        <span class="hint">
          <RelativeTime at={contact.lastSeenAt} />
        </span>
      )}
    </a>
  );
}
