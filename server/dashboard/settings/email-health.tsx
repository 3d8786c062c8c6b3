import type { PropertyMail } from "../../../shared/mail-settings.ts";
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
          <p>No e-mail is sent yet: visitors who have left see answers only when they come back.</p>
        </Note>
      )}
      {mail.source === "environment" && (
        <Note icon="mail">
          <p>
            E-mail is sent from <bdi>{mail.from}</bdi> by the server that <Code>FOYER_SMTP_URL</Code> names.
            Settings that you save here are used instead.
          </p>
        </Note>
      )}
      {mail.source !== "none" && (
        <p class="hint">
          {mail.lastSentAt === null ? (
            "Nothing was sent yet."
          ) : (
            <>
              Last sent <RelativeTime at={mail.lastSentAt} />.
            </>
          )}{" "}
          {mail.waiting > 0 && `${count(mail.waiting)} waiting. `}
          {mail.failed > 0 && `${count(mail.failed)} failed in the last seven days.`}
        </p>
      )}
      {mail.lastFailure && (
        <Note tone="warn" icon="alert">
          <p>
            <RelativeTime at={mail.lastFailure.at} />: {mail.lastFailure.message}
          </p>
          {mail.lastFailure.answer && (
            <p>
              The server answered: <Code>{mail.lastFailure.answer}</Code>
            </p>
          )}
        </Note>
      )}
      {!mail.hasLinks && (
        <Note icon="link">
          <p>
            E-mails have no link to the conversation, because the server does not know its public address. Set{" "}
            <Code>FOYER_PUBLIC_URL</Code>.
          </p>
        </Note>
      )}
    </>
  );
}
