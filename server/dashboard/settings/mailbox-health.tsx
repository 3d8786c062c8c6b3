import { type FailedMail, PropertyMailbox } from "../../../shared/mailbox-settings.ts";
import { useServices } from "../app/services.tsx";
import { BASE } from "../data/base-path.ts";
import { useActionWithNotice } from "../data/use-action-with-notice.ts";
import { t, withElements } from "../i18n/translate.ts";
import { Button } from "../ui/button.tsx";
import { count, fileSize } from "../ui/format.ts";
import { RelativeTime } from "../ui/relative-time.tsx";
import { Note } from "../ui/states.tsx";
import { Code } from "../ui/verbatim.tsx";

interface MailboxHealthProps {
  readonly property: string;
  readonly mailbox: PropertyMailbox;
  readonly onChanged: (mailbox: PropertyMailbox) => void;
}

/** How receiving goes: the last e-mail, what is wrong now, and what could not be processed. */
export function MailboxHealth({ property, mailbox, onChanged }: MailboxHealthProps) {
  const { settings, failure, connectedAt, lastMailAt, waiting, failed } = mailbox;
  const isOn = settings?.imap != null || settings?.mailgun != null || mailbox.hasHttpSecret;
  return (
    <>
      {!isOn && (
        <Note icon="mail">
          <p>{t("No e-mail is received yet: what customers answer by e-mail does not reach the inbox.")}</p>
        </Note>
      )}
      {isOn && (
        <p class="hint">
          {lastMailAt === null
            ? t("No e-mail has arrived yet.")
            : withElements("Last e-mail {time}.", {
                time: <RelativeTime at={lastMailAt} />,
              })}{" "}
          {connectedAt !== null && (
            <>
              {withElements("The mailbox was last read {time}.", {
                time: <RelativeTime at={connectedAt} />,
              })}{" "}
            </>
          )}
          {waiting > 0 && t("{waiting} waiting to be processed.", { waiting: count(waiting) })}
        </p>
      )}
      {failure && (
        <Note tone="warn" icon="alert">
          <p>
            {withElements("The mailbox cannot be read since {time}: {message}", {
              time: <RelativeTime at={failure.since} />,
              message: failure.message,
            })}
          </p>
          {failure.answer && (
            <p>{withElements("The server answered: {answer}", { answer: <Code>{failure.answer}</Code> })}</p>
          )}
        </Note>
      )}
      {failed.map((mail) => (
        <FailedNote key={mail.id} property={property} mail={mail} onChanged={onChanged} />
      ))}
    </>
  );
}

interface FailedNoteProps extends Omit<MailboxHealthProps, "mailbox"> {
  readonly mail: FailedMail;
}

/** An e-mail that Foyer could not process, which is there all the same. */
function FailedNote({ property, mail, onChanged }: FailedNoteProps) {
  const { api } = useServices();
  const runWithNotice = useActionWithNotice();
  const param = { property, id: mail.id };
  const retry = () =>
    void runWithNotice(async () =>
      onChanged(
        await api.call(PropertyMailbox, "POST", "/properties/:property/received-mails/:id/retry", { param }),
      ),
    );
  return (
    <Note tone="warn" icon="alert">
      <p>
        {withElements("An e-mail of {time} could not be processed: {reason}", {
          time: <RelativeTime at={mail.receivedAt} />,
          reason: <bdi>{mail.reason}</bdi>,
        })}
      </p>
      {mail.size > 0 && (
        <div class="button-row">
          <a
            href={`${BASE}/api/properties/${property}/received-mails/${mail.id}/raw`}
            download="original.eml"
          >
            {t("Download it ({size})", { size: fileSize(mail.size) })}
          </a>
          <Button small onClick={retry}>
            {t("Try again")}
          </Button>
        </div>
      )}
    </Note>
  );
}
