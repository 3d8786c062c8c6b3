import type { ContactSummary } from "../../../shared/contact.ts";
import { personName } from "../data/person-name.ts";
import { t } from "../i18n/translate.ts";
import { Avatar } from "../ui/avatar.tsx";
import { countryName, shortDate } from "../ui/format.ts";
import { RelativeTime } from "../ui/relative-time.tsx";
import { hasModifier, shortcutKey } from "../ui/shortcut-keys.ts";
import { Code, Verbatim } from "../ui/verbatim.tsx";
import { SOURCE_LABELS } from "./details.ts";
import { COLUMN_LABELS, type Column } from "./list/columns.ts";

interface ContactRowProps {
  readonly contact: ContactSummary;
  readonly href: string;
  readonly tabIndex: 0 | -1;
  readonly columns: readonly Column[];
  readonly selected: boolean;
  readonly toggle: () => void;
}

/** One contact in the list. The key x selects it. */
export function ContactRow({ contact, href, tabIndex, columns, selected, toggle }: ContactRowProps) {
  const name = personName(contact);
  return (
    <>
      <a
        class={selected ? "contact-row selected" : "contact-row"}
        href={href}
        tabIndex={tabIndex}
        onKeyDown={(event) => {
          if (shortcutKey(event) !== "x" || hasModifier(event)) return;
          event.preventDefault();
          toggle();
        }}
      >
        <Avatar name={contact.name} />
        <span class="contact-name" dir="auto" translate={false}>
          {name}
        </span>
        {columns.map((column) => (
          <span key={column} class={`contact-${column}${hasValue(contact, column) ? "" : " none"}`}>
            <span class="unseen">{t(COLUMN_LABELS[column])}: </span>
            <Cell contact={contact} column={column} />
          </span>
        ))}
      </a>
      <label class="pick">
        <input type="checkbox" checked={selected} tabIndex={tabIndex} onChange={toggle} />
        <span class="unseen">{t("Select {name}", { name })}</span>
      </label>
    </>
  );
}

const hasValue = (contact: ContactSummary, column: Column) =>
  (column !== "email" && column !== "phone") || contact[column] !== null;

function Cell({ contact, column }: { contact: ContactSummary; column: Column }) {
  switch (column) {
    case "email":
    case "phone":
      return <Verbatim>{contact[column] ?? "–"}</Verbatim>;
    case "source":
      return <>{t(SOURCE_LABELS[contact.source])}</>;
    case "country":
      return <>{contact.country ? countryName(contact.country) : "–"}</>;
    case "since":
      return <>{shortDate(contact.contactSince)}</>;
    case "seen":
      return <RelativeTime at={contact.lastSeenAt} />;
    case "id":
      return <Code>{contact.id}</Code>;
  }
}
