import { t } from "../i18n/translate.ts";
import { Choice } from "../ui/choice.tsx";
import { TextField } from "../ui/field.tsx";
import type { EmailDraft } from "./email-draft.ts";
import { NumberField } from "./number-field.tsx";

type MailServerDraft = Pick<EmailDraft, "host" | "port" | "security">;

interface MailServerFieldsProps {
  readonly label: string;
  /** A host's name. */
  readonly placeholder: string;
  /** The usual ports. */
  readonly portHint: string;
  readonly draft: MailServerDraft;
  readonly set: (change: Partial<MailServerDraft>) => void;
  /** By the path below the server's settings. */
  readonly fault: (path: "host" | "port") => string | undefined;
}

/** Where a mail server is, and how the connection to it is encrypted: for mails that are sent, and for those that are read. */
export function MailServerFields(props: MailServerFieldsProps) {
  const { label, placeholder, portHint, draft, set, fault } = props;
  return (
    <>
      <TextField
        label={label}
        placeholder={placeholder}
        dir="ltr"
        spellcheck={false}
        value={draft.host}
        onInput={(host) => set({ host })}
        fault={fault("host")}
      />
      <Choice
        label={t("Encryption")}
        value={draft.security}
        options={[
          { value: "tls", label: "TLS" },
          { value: "starttls", label: "STARTTLS" },
          { value: "none", label: t("None") },
        ]}
        onChange={(security) => set({ security })}
      />
      <NumberField
        label={t("Port")}
        hint={portHint}
        min={1}
        max={65_535}
        value={draft.port}
        onInput={(port) => set({ port })}
        fault={fault("port")}
      />
    </>
  );
}
