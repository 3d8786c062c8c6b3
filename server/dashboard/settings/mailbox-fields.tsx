import { t } from "../i18n/translate.ts";
import { Button } from "../ui/button.tsx";
import { Choice } from "../ui/choice.tsx";
import { TextArea, TextField } from "../ui/field.tsx";
import { Switch } from "../ui/switch.tsx";
import { SignInFields } from "./email-fields.tsx";
import { MailServerFields } from "./mail-server-fields.tsx";
import { MAILBOX_PROVIDERS, type MailboxDraft } from "./mailbox-draft.ts";

interface MailboxFieldsProps {
  readonly draft: MailboxDraft;
  readonly set: (change: Partial<MailboxDraft>) => void;
  readonly fault: (path: string) => string | undefined;
  /** Whether secrets of this way to sign in are stored, which an empty field leaves as they are. */
  readonly hasSecrets: boolean;
  readonly hasMailgunKey: boolean;
}

/** The mailbox that is read, and how senders are recognised. */
export function MailboxFields(props: MailboxFieldsProps) {
  const { draft, set, fault, hasSecrets } = props;
  return (
    <>
      <Switch
        label={t("Read a mailbox")}
        hint={t("Foyer takes in what arrives there, by IMAP. It changes and deletes nothing in the mailbox.")}
        checked={draft.reads}
        onChange={(reads) => set({ reads })}
      />
      {draft.reads && (
        <>
          <ImapFields {...props} />
          <SignInFields
            draft={draft}
            set={set}
            fault={(path) => fault(`imap.${path}`)}
            hasSecrets={hasSecrets}
            isRequired
          />
        </>
      )}
      <RecognitionFields {...props} />
    </>
  );
}

function ImapFields({ draft, set, fault }: MailboxFieldsProps) {
  return (
    <fieldset class="form bare">
      <legend class="label">{t("Mailbox")}</legend>
      <div class="button-row">
        {MAILBOX_PROVIDERS.map(({ name, fields }) => (
          <Button key={name} small onClick={() => set(fields)}>
            {t("Fill in for {name}", { name })}
          </Button>
        ))}
      </div>
      <MailServerFields
        label={t("IMAP server")}
        placeholder="imap.example.com"
        portHint={t("Usually 993 for TLS, 143 for STARTTLS.")}
        draft={draft}
        set={set}
        fault={(path) => fault(`imap.server.${path}`)}
      />
      <TextField
        label={t("Folder")}
        value={draft.folder}
        onInput={(folder) => set({ folder })}
        fault={fault("imap.folder")}
      />
      <Choice
        label={t("E-mails that are in the folder already")}
        value={draft.existing}
        options={[
          { value: "leave", label: t("Leave them") },
          { value: "take", label: t("Take them in"), hint: t("Each becomes a ticket, or a part of one.") },
        ]}
        onChange={(existing) => set({ existing })}
      />
    </fieldset>
  );
}

function RecognitionFields({ draft, set, fault, hasMailgunKey }: MailboxFieldsProps) {
  return (
    <fieldset class="form bare">
      <legend class="label">{t("Senders")}</legend>
      <TextArea
        label={t("Other addresses of yours")}
        hint={t("One a line. E-mails from them are your team's, not a customer's.")}
        rows={2}
        value={draft.addresses}
        onInput={(addresses) => set({ addresses })}
        fault={fault("addresses") ?? fault("addresses.0")}
      />
      <TextField
        label={t("Name of your mail server in Authentication-Results")}
        hint={t(
          "Such as mx.example.com. If it says that a sender is genuine, the sender is no longer marked as claimed. Empty: all are.",
        )}
        dir="ltr"
        spellcheck={false}
        value={draft.authservId}
        onInput={(authservId) => set({ authservId })}
        fault={fault("authservId")}
      />
      <Switch
        label={t("Mailgun posts e-mails to the HTTP endpoint")}
        hint={t("They are accepted by Mailgun's signature.")}
        checked={draft.usesMailgun}
        onChange={(usesMailgun) => set({ usesMailgun })}
      />
      {draft.usesMailgun && (
        <TextField
          label={t("Mailgun's HTTP webhook signing key")}
          type="password"
          autocomplete="new-password"
          hint={hasMailgunKey && t("It is stored. Type it again only to change it.")}
          value={draft.mailgunKey}
          onInput={(mailgunKey) => set({ mailgunKey })}
          fault={fault("mailgun.signingKey")}
        />
      )}
    </fieldset>
  );
}
