import type { PropertyMail } from "../../../shared/mail-settings.ts";
import { t, withElements } from "../i18n/translate.ts";
import { count } from "../ui/format.ts";
import { RelativeTime } from "../ui/relative-time.tsx";
import { Note } from "../ui/states.tsx";
import { Code } from "../ui/verbatim.tsx";

/** Where the settings come from, and how sending goes. */
export function EmailHealth({ mail }: { mail: PropertyMail }) {
  return (
    <>
      {mail.source === "none" && (
        <Note tone="warn" icon="mail">
          <p>{t("No e-mail is sent yet: visitors who have left see answers only when they come back.")}</p>
        </Note>
      )}
      {mail.source === "environment" && (
        <Note icon="mail">
          <p>
            {withElements(
              "E-mail is sent from {from} by the server that {code} names. Settings that you save here are used instead.",
              { from: <bdi>{mail.from}</bdi>, code: <Code>FOYER_SMTP_URL</Code> },
            )}
          </p>
        </Note>
      )}
      {mail.source !== "none" && (
        <p class="hint">
          {mail.lastSentAt === null
            ? t("Nothing was sent yet.")
            : withElements("Last sent {time}.", {
                time: <RelativeTime at={mail.lastSentAt} />,
              })}{" "}
          {mail.waiting > 0 && t("{waiting} waiting. ", { waiting: count(mail.waiting) })}
          {mail.failed > 0 && t("{failed} failed in the last seven days.", { failed: count(mail.failed) })}
        </p>
      )}
      {mail.lastFailure && (
        <Note tone="warn" icon="alert">
          <p>
            <RelativeTime at={mail.lastFailure.at} />: {mail.lastFailure.message}
          </p>
          {mail.lastFailure.answer && (
            <p>
              {withElements("The server answered: {answer}", {
                answer: <Code>{mail.lastFailure.answer}</Code>,
              })}
            </p>
          )}
        </Note>
      )}
      {!mail.hasLinks && (
        <Note icon="link">
          <p>
            {withElements(
              "E-mails have no link to the conversation, because the server does not know its public address. Set {code}.",
              { code: <Code>FOYER_PUBLIC_URL</Code> },
            )}
          </p>
        </Note>
      )}
    </>
  );
}
