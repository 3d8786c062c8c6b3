import { useState } from "preact/hooks";
import type { Contact } from "../../../../shared/contact.ts";
import { href } from "../../app/routes.ts";
import { useMay } from "../../app/use-may.ts";
import { contactExportAddress } from "../../data/contacts-api.ts";
import { t } from "../../i18n/translate.ts";
import { Button } from "../../ui/button.tsx";
import { Icon } from "../../ui/icon.tsx";
import { useLazyDialog } from "../../ui/use-lazy-dialog.ts";
import { BlockButton } from "./block-button.tsx";
import { EraseDialog } from "./erase-dialog.tsx";

interface ContactActionsProps {
  readonly property: string;
  readonly contact: Contact;
  /** The name of the contact. */
  readonly name: string;
  readonly onChanged: () => void;
}

/** The actions for the whole contact: a ticket, merge, export, block, erase. */
export function ContactActions({ property, contact, name, onChanged }: ContactActionsProps) {
  const may = useMay(property);
  const [erasing, setErasing] = useState(false);
  const ticket = useLazyDialog(
    async () => (await import("../../inbox/ticket/new-ticket-dialog.tsx")).NewTicketDialog,
  );
  return (
    <div class="contact-actions">
      <Button small icon="ticket" onClick={() => void ticket.open()}>
        {t("Open a ticket")}
      </Button>
      <a class="button plain small" href={href.merge(property, [contact.id])}>
        <Icon name="merge" />
        {t("Merge")}
      </a>
      {may("contacts.export") && (
        <a class="button plain small" href={contactExportAddress(property, contact.id)} download>
          <Icon name="download" />
          {t("Export")}
        </a>
      )}
      <BlockButton
        property={property}
        visitor={contact.id}
        blocked={contact.blocked.includes(contact.id)}
        what={t("contact")}
        onChanged={onChanged}
      />
      {may("contacts.erase") && (
        <Button small kind="danger" icon="bin" onClick={() => setErasing(true)}>
          {t("Erase")}
        </Button>
      )}
      {ticket.Dialog && <ticket.Dialog property={property} contact={contact.id} onClose={ticket.close} />}
      {erasing && (
        <EraseDialog property={property} contact={contact.id} name={name} onClose={() => setErasing(false)} />
      )}
    </div>
  );
}
