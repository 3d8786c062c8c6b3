import type { MailInfo } from "../../../../shared/mail.ts";
import { t, withElements } from "../../i18n/translate.ts";
import { Button } from "../../ui/button.tsx";
import { clockTime, fullTime } from "../../ui/format.ts";
import { Icon } from "../../ui/icon.tsx";

interface MailStateProps {
  readonly mail: MailInfo;
  readonly retry: (id: string) => Promise<void>;
}

/** Under an agent's message: whether it was sent by mail, and to whom; or why not, with a button that tries again. */
export function MailState({ mail, retry }: MailStateProps) {
  const { state, failure } = mail;
  const isBad = state === "failed" || state === "uncertain";
  const isStuck = isBad || (state === "queued" && failure !== null);
  return (
    <div class={isBad ? "mail-state bad" : "mail-state"}>
      <p role={isBad ? "alert" : undefined}>
        <Icon name={isStuck ? "alert" : "mail"} size={13} />
        <span>
          {textOf(mail)}
          {isStuck && failure && (
            <>
              {" "}
              {failure.message}
              {failure.answer && <bdi class="mail-answer"> {failure.answer}</bdi>}
            </>
          )}
        </span>
      </p>
      {mail.refused.map(({ address, answer }) => (
        <p key={address}>
          <Icon name="alert" size={13} />
          <span>
            {withElements("Not to {address}: {answer}", {
              address: <bdi>{address}</bdi>,
              answer: <bdi>{answer}</bdi>,
            })}
          </span>
        </p>
      ))}
      {isStuck && (
        <Button small icon="send" onClick={() => void retry(mail.id)}>
          {isBad ? t("Try again") : t("Try now")}
        </Button>
      )}
    </div>
  );
}

function textOf(mail: MailInfo) {
  const { state, sentAt, nextAttemptAt, failure } = mail;
  switch (state) {
    case "queued":
      if (failure === null) return t("E-mail is about to be sent");
      return nextAttemptAt === null
        ? t("E-mail not sent yet.")
        : t("E-mail not sent yet; tried again at {nextAttemptAt}.", {
            nextAttemptAt: clockTime(nextAttemptAt),
          });
    case "sending":
      return t("E-mail is being sent");
    case "sent":
      return (
        <span title={sentAt === null ? undefined : fullTime(sentAt)}>
          {t("E-mailed to")} <Recipients mail={mail} />
        </span>
      );
    case "failed":
      return t("E-mail was not delivered.");
    case "uncertain":
      return t("E-mail may not have arrived.");
  }
}

function Recipients({ mail: { to, cc, bcc } }: { mail: MailInfo }) {
  return (
    <>
      <bdi>{to.join(", ")}</bdi>
      {cc.length > 0 && <>{withElements(", Cc {addresses}", { addresses: <bdi>{cc.join(", ")}</bdi> })}</>}
      {bcc.length > 0 && <>{withElements(", Bcc {addresses}", { addresses: <bdi>{bcc.join(", ")}</bdi> })}</>}
    </>
  );
}
