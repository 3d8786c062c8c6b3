import { message, t } from "../i18n/translate.ts";
import { Button } from "../ui/button.tsx";
import { Choice } from "../ui/choice.tsx";
import { TextArea, TextField } from "../ui/field.tsx";
import { Switch } from "../ui/switch.tsx";
import { type EmailDraft, PROVIDERS, type SignInDraft } from "./email-draft.ts";
import { MailServerFields } from "./mail-server-fields.tsx";

export interface EmailFieldsProps {
  readonly draft: EmailDraft;
  readonly set: (change: Partial<EmailDraft>) => void;
  readonly fault: (path: string) => string | undefined;
  /** Whether secrets of this way to sign in are stored, which an empty field leaves as they are. */
  readonly hasSecrets: boolean;
  readonly hasKey: boolean;
}

const STORED_HINT = message("It is stored. Type it again only to change it.");

/** The SMTP server. */
export function ServerFields({ draft, set, fault }: EmailFieldsProps) {
  return (
    <fieldset class="form bare">
      <legend class="group">{t("Mail server")}</legend>
      <div class="button-row">
        {PROVIDERS.map(({ name, fields }) => (
          <Button key={name} small onClick={() => set(fields)}>
            {t("Fill in for {name}", { name })}
          </Button>
        ))}
      </div>
      <MailServerFields
        label={t("Server")}
        placeholder="smtp.example.com"
        portHint={t("Usually 465 for TLS, 587 for STARTTLS.")}
        draft={draft}
        set={set}
        fault={(path) => fault(`server.${path}`)}
      />
    </fieldset>
  );
}

interface SignInFieldsProps extends Pick<EmailFieldsProps, "fault" | "hasSecrets"> {
  readonly draft: SignInDraft;
  readonly set: (change: Partial<SignInDraft>) => void;
  /** A mailbox can't be read without a sign-in. */
  readonly isRequired?: boolean;
}

/** How Foyer signs in to the server. */
export function SignInFields(props: SignInFieldsProps) {
  const { draft, set, fault, hasSecrets, isRequired = false } = props;
  return (
    <fieldset class="form bare">
      <legend class="group">{t("Sign-in to the mail server")}</legend>
      <Choice
        label={t("Way to sign in")}
        hideLabel
        value={draft.auth}
        options={[
          { value: "password", label: t("Password"), hint: t("Also for app passwords.") },
          { value: "refresh_token", label: t("OAuth2 with a refresh token"), hint: t("For one mailbox.") },
          {
            value: "client_credentials",
            label: t("OAuth2 with client credentials"),
            hint: t("For an app with rights on the mailbox."),
          },
          ...(isRequired
            ? []
            : [{ value: "none", label: t("None"), hint: t("For a server that trusts this one.") } as const]),
        ]}
        onChange={(auth) => set({ auth })}
      />
      {draft.auth !== "none" && (
        <TextField
          label={t("User")}
          placeholder="support@example.com"
          dir="ltr"
          spellcheck={false}
          autocomplete="off"
          value={draft.user}
          onInput={(user) => set({ user })}
          fault={fault("auth.user")}
        />
      )}
      {draft.auth === "password" && (
        <TextField
          label={t("Password")}
          type="password"
          autocomplete="new-password"
          hint={hasSecrets && t(STORED_HINT)}
          value={draft.password}
          onInput={(password) => set({ password })}
          fault={fault("auth.password")}
        />
      )}
      {(draft.auth === "refresh_token" || draft.auth === "client_credentials") && <OAuthFields {...props} />}
    </fieldset>
  );
}

function OAuthFields({ draft, set, fault, hasSecrets }: SignInFieldsProps) {
  const isRefresh = draft.auth === "refresh_token";
  return (
    <>
      <TextField
        label={t("Token address")}
        placeholder="https://login.example.com/oauth2/token"
        dir="ltr"
        spellcheck={false}
        value={draft.tokenAddress}
        onInput={(tokenAddress) => set({ tokenAddress })}
        fault={fault("auth.tokenAddress")}
      />
      <TextField
        label={t("Client ID")}
        dir="ltr"
        spellcheck={false}
        value={draft.clientId}
        onInput={(clientId) => set({ clientId })}
        fault={fault("auth.clientId")}
      />
      <TextField
        label={t("Client secret")}
        type="password"
        autocomplete="new-password"
        hint={hasSecrets ? t(STORED_HINT) : isRefresh && t("Empty for a public client.")}
        value={draft.clientSecret}
        onInput={(clientSecret) => set({ clientSecret })}
        fault={fault("auth.clientSecret")}
      />
      {isRefresh ? (
        <TextField
          label={t("Refresh token")}
          type="password"
          autocomplete="new-password"
          hint={hasSecrets && t(STORED_HINT)}
          value={draft.refreshToken}
          onInput={(refreshToken) => set({ refreshToken })}
          fault={fault("auth.refreshToken")}
        />
      ) : (
        <TextField
          label={t("Scope")}
          placeholder="https://outlook.office365.com/.default"
          dir="ltr"
          spellcheck={false}
          value={draft.scope}
          onInput={(scope) => set({ scope })}
          fault={fault("auth.scope")}
        />
      )}
    </>
  );
}

/** Whom mails come from, and where answers go. */
export function SenderFields({ draft, set, fault }: EmailFieldsProps) {
  return (
    <fieldset class="form bare">
      <legend class="group">{t("Sender")}</legend>
      <TextField
        label={t("Name")}
        hint={t("Empty: the property's name.")}
        value={draft.fromName}
        onInput={(fromName) => set({ fromName })}
        fault={fault("from.name")}
      />
      <TextField
        label={t("Address")}
        type="email"
        placeholder="support@example.com"
        value={draft.fromAddress}
        onInput={(fromAddress) => set({ fromAddress })}
        fault={fault("from.address")}
      />
      <Choice
        label={t("Answers go to")}
        value={draft.replies}
        options={[
          {
            value: "subaddress",
            label: t("An address with the ticket in it"),
            hint: t("support+1042.k3v9x0@example.com. Most mail servers deliver it to support@example.com."),
          },
          {
            value: "plain",
            label: t("The plain address"),
            hint: t("For servers that refuse addresses with a plus. Fewer answers find their ticket."),
          },
          {
            value: "catch_all",
            label: t("A domain of its own"),
            hint: t(
              "1042.k3v9x0@reply.example.com. All addresses of the domain must be delivered to one mailbox.",
            ),
          },
        ]}
        onChange={(replies) => set({ replies })}
      />
      {draft.replies === "catch_all" ? (
        <TextField
          label={t("Domain for answers")}
          placeholder="reply.example.com"
          dir="ltr"
          spellcheck={false}
          value={draft.replyDomain}
          onInput={(replyDomain) => set({ replyDomain })}
          fault={fault("replies.domain")}
        />
      ) : (
        <TextField
          label={t("Address for answers")}
          type="email"
          hint={t("Empty: the sender's address.")}
          value={draft.mailbox}
          onInput={(mailbox) => set({ mailbox })}
          fault={draft.mailbox ? fault("replies.mailbox") : undefined}
        />
      )}
    </fieldset>
  );
}

/** The key by which Foyer signs mails (RFC 6376). */
export function DkimFields({ draft, set, fault, hasKey }: EmailFieldsProps) {
  return (
    <>
      <Switch
        label={t("Sign e-mails with a DKIM key of yours")}
        hint={t("Only if the mail server does not sign them. Most do.")}
        checked={draft.signs}
        onChange={(signs) => set({ signs })}
      />
      {draft.signs && (
        <fieldset class="form bare">
          <legend class="unseen">{"DKIM"}</legend>
          <TextField
            label={t("Domain")}
            placeholder="example.com"
            dir="ltr"
            spellcheck={false}
            value={draft.dkimDomain}
            onInput={(dkimDomain) => set({ dkimDomain })}
            fault={fault("dkim.domain")}
          />
          <TextField
            label={t("Selector")}
            hint={t("The public key is the TXT record of SELECTOR._domainkey.DOMAIN.")}
            placeholder="mail2026"
            dir="ltr"
            spellcheck={false}
            value={draft.dkimSelector}
            onInput={(dkimSelector) => set({ dkimSelector })}
            fault={fault("dkim.selector")}
          />
          <TextArea
            label={t("Private key")}
            rows={5}
            placeholder="-----BEGIN PRIVATE KEY-----"
            hint={hasKey ? t(STORED_HINT) : t("An RSA key in PEM form, without a passphrase.")}
            value={draft.dkimKey}
            onInput={(dkimKey) => set({ dkimKey })}
            fault={fault("dkim.privateKey")}
          />
        </fieldset>
      )}
    </>
  );
}
