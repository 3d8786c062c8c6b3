import { useState } from "preact/hooks";
import type { AnswerRoute } from "../../../../shared/mail.ts";
import { t, withElements } from "../../i18n/translate.ts";
import { Button } from "../../ui/button.tsx";
import { TextField } from "../../ui/field.tsx";
import type { ComposerStore } from "../composer/composer-store.ts";
import { readAddresses } from "../composer/copies.ts";

interface MailCopiesProps {
  readonly store: ComposerStore;
  readonly route: AnswerRoute;
  /** Only answers to tickets have copies. */
  readonly isTicket: boolean;
}

/** In the composer: whether the answer goes out by mail, to whom, and who gets a copy. */
export function MailCopies({ store, route, isTicket }: MailCopiesProps) {
  const [isOpen, setOpen] = useState(false);
  const { cc, bcc } = store.copies.value;
  if (route.kind === "not_configured") return null;
  if (route.kind === "stopped")
    return <p class="hint mail-route">{t("This customer wants no e-mails about this conversation.")}</p>;
  const showsFields = isTicket && (isOpen || cc !== "" || bcc !== "");
  return (
    <div class="mail-route">
      <p class="hint">
        {route.to === null
          ? t("No e-mail address is known, so the answer is in the widget only.")
          : withElements("By e-mail to {to} if it is not read in the widget.", {
              to: <bdi>{route.to}</bdi>,
            })}
      </p>
      {isTicket && !showsFields && (
        <Button small kind="plain" onClick={() => setOpen(true)}>
          {t("Add Cc or Bcc")}
        </Button>
      )}
      {showsFields &&
        (["cc", "bcc"] as const).map((kind) => (
          <TextField
            key={kind}
            label={kind === "cc" ? t("Cc") : t("Bcc")}
            type="email"
            maxLength={5_000}
            placeholder="boss@example.com, colleague@example.com"
            value={store.copies.value[kind]}
            onInput={(typed) => store.setCopies({ [kind]: typed })}
            fault={faultOf(store.copies.value[kind])}
          />
        ))}
    </div>
  );
}

/** The fault in the addresses, once one is followed by a separator. */
function faultOf(typed: string): string | undefined {
  const { invalid } = readAddresses(typed);
  const isTyping = invalid !== null && typed.endsWith(invalid);
  return invalid === null || isTyping ? undefined : t("“{invalid}” is not an e-mail address.", { invalid });
}
