import { MailboxTestResult, PropertyMailbox } from "../../../shared/mailbox-settings.ts";
import { useServices } from "../app/services.tsx";
import { useLoad } from "../data/use-load.ts";
import { t, withElements } from "../i18n/translate.ts";
import { Button } from "../ui/button.tsx";
import { ErrorNote, LoadError, Note, Skeleton } from "../ui/states.tsx";
import { Code } from "../ui/verbatim.tsx";
import { mailboxDraftOf, mailboxFaults, mailboxSettingsOf } from "./mailbox-draft.ts";
import { MailboxFields } from "./mailbox-fields.tsx";
import { MailboxHealth } from "./mailbox-health.tsx";
import { HttpEndpoint } from "./mailbox-http.tsx";
import { useTestedSettings } from "./use-tested-settings.ts";

/** How the property receives e-mail. */
export function EmailIn({ property }: { property: string }) {
  const { api } = useServices();
  const { loaded, retry, change } = useLoad(property, () =>
    api.call(PropertyMailbox, "GET", "/properties/:property/mailbox", { param: { property } }),
  );
  if (loaded.kind === "loading") return <Skeleton lines={6} label={t("Loading the mailbox")} />;
  if (loaded.kind === "failed") return <LoadError failure={loaded.failure} retry={() => void retry()} />;
  const mailbox = loaded.value;
  const replace = (next: PropertyMailbox) => change(() => next);
  return (
    <section class="form" aria-label={t("Receiving e-mail")}>
      <MailboxHealth property={property} mailbox={mailbox} onChanged={replace} />
      <MailboxForm key={mailbox.version} property={property} mailbox={mailbox} onSaved={replace} />
      <HttpEndpoint
        property={property}
        isOn={mailbox.hasHttpSecret}
        onChanged={(hasHttpSecret) => replace({ ...mailbox, hasHttpSecret })}
      />
    </section>
  );
}

interface MailboxFormProps {
  readonly property: string;
  readonly mailbox: PropertyMailbox;
  readonly onSaved: (mailbox: PropertyMailbox) => void;
}

function MailboxForm(props: MailboxFormProps) {
  const form = useMailboxForm(props);
  const { draft, set, fault, save, test } = form;
  const stored = props.mailbox.settings;
  return (
    <form
      class="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        form.submit();
      }}
    >
      <MailboxFields
        draft={draft}
        set={set}
        fault={fault}
        hasSecrets={stored?.imap != null && stored.imap.auth.kind === draft.auth}
        hasMailgunKey={stored?.mailgun != null}
      />
      <ErrorNote failure={save.failure ?? test.failure} />
      <TestNote result={form.result} />
      <div class="button-row">
        <Button kind="primary" type="submit" busy={save.busy} disabled={!form.isDirty}>
          {t("Save the mailbox")}
        </Button>
        {draft.reads && (
          <Button icon="mail" busy={test.busy} onClick={form.tryOut}>
            {t("Test the mailbox")}
          </Button>
        )}
      </div>
    </form>
  );
}

/** The mail server's answer to the test. */
function TestNote({ result }: { result: MailboxTestResult | null }) {
  return (
    <div role="status">
      {result?.kind === "opened" && (
        <Note tone="good" icon="check">
          <p>{t("The folder can be read. It has {mails} e-mails.", { mails: result.mails })}</p>
        </Note>
      )}
      {result?.kind === "failed" && (
        <Note tone="warn" icon="alert">
          <p>{result.message}</p>
          {result.answer && (
            <p>{withElements("The server answered: {answer}", { answer: <Code>{result.answer}</Code> })}</p>
          )}
          {result.folders.length > 0 && (
            <p>
              {withElements("The mailbox has these folders: {folders}", {
                folders: <bdi>{result.folders.join(", ")}</bdi>,
              })}
            </p>
          )}
        </Note>
      )}
    </div>
  );
}

function useMailboxForm({ property, mailbox, onSaved }: MailboxFormProps) {
  const { api, notices } = useServices();
  const param = { property };
  const stored = mailbox.settings;
  return useTestedSettings({
    property,
    stored: mailboxDraftOf(stored),
    faultsOf: (draft) => mailboxFaults(mailboxSettingsOf(draft, stored)),
    save: async (draft) => {
      const json = { settings: mailboxSettingsOf(draft, stored), version: mailbox.version };
      onSaved(await api.call(PropertyMailbox, "PUT", "/properties/:property/mailbox", { param, json }));
      notices.say(t("Saved. The mailbox is read with these settings now."));
    },
    test: (draft) => {
      const json = { settings: mailboxSettingsOf(draft, stored) };
      return api.call(MailboxTestResult, "POST", "/properties/:property/mailbox/test", { param, json });
    },
  });
}
