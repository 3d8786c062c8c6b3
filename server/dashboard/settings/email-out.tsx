import { MailTestResult, PropertyMail } from "../../../shared/mail-settings.ts";
import { useServices } from "../app/services.tsx";
import { useAction } from "../data/use-action.ts";
import { useLoad } from "../data/use-load.ts";
import { t, withElements } from "../i18n/translate.ts";
import { Button } from "../ui/button.tsx";
import { ErrorNote, LoadError, Note, Skeleton } from "../ui/states.tsx";
import { Code } from "../ui/verbatim.tsx";
import { draftOf, settingsFaults, settingsOf } from "./email-draft.ts";
import { DkimFields, SenderFields, ServerFields, SignInFields } from "./email-fields.tsx";
import { EmailHealth } from "./email-health.tsx";
import { useTestedSettings } from "./use-tested-settings.ts";

/** How the property sends e-mail. */
export function EmailOut({ property }: { property: string }) {
  const { api } = useServices();
  const { loaded, retry, change } = useLoad(property, () =>
    api.call(PropertyMail, "GET", "/properties/:property/mail", { param: { property } }),
  );
  if (loaded.kind === "loading") return <Skeleton lines={8} label={t("Loading the e-mail settings")} />;
  if (loaded.kind === "failed") return <LoadError failure={loaded.failure} retry={() => void retry()} />;
  const mail = loaded.value;
  return (
    <section class="form" aria-label={t("Sending e-mail")}>
      <EmailHealth mail={mail} />
      <EmailForm
        key={mail.version}
        property={property}
        mail={mail}
        onSaved={(saved) => change(() => saved)}
      />
    </section>
  );
}

interface EmailFormProps {
  readonly property: string;
  readonly mail: PropertyMail;
  readonly onSaved: (mail: PropertyMail) => void;
}

function EmailForm({ property, mail, onSaved }: EmailFormProps) {
  const form = useEmailForm({ property, mail, onSaved });
  const { draft, set, fault, save, remove, test } = form;
  const stored = mail.settings;
  const fields = {
    draft,
    set,
    fault,
    hasSecrets: stored !== null && stored.auth.kind === draft.auth,
    hasKey: stored?.dkim != null,
  };
  return (
    <form
      class="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        form.submit();
      }}
    >
      <ServerFields {...fields} />
      <SignInFields {...fields} />
      <SenderFields {...fields} />
      <DkimFields {...fields} />
      <ErrorNote failure={save.failure ?? remove.failure ?? test.failure} />
      <TestNote result={form.result} />
      <div class="button-row">
        <Button kind="primary" type="submit" busy={save.busy} disabled={!form.isDirty}>
          {t("Save")}
        </Button>
        <Button icon="send" busy={test.busy} onClick={form.tryOut}>
          {t("Send a test to me")}
        </Button>
        {stored && (
          <Button icon="bin" busy={remove.busy} onClick={() => void remove.run()}>
            {t("Remove these settings")}
          </Button>
        )}
      </div>
    </form>
  );
}

/** The mail server's answer to the test. */
function TestNote({ result }: { result: MailTestResult | null }) {
  return (
    <div role="status">
      {result?.kind === "accepted" && (
        <Note tone="good" icon="check">
          <p>
            {withElements(
              "The mail server has accepted a test for {to}. Look whether it arrives, also among the spam.",
              { to: <bdi>{result.to}</bdi> },
            )}
          </p>
          <p>{withElements("It answered: {answer}", { answer: <Code>{result.answer}</Code> })}</p>
        </Note>
      )}
      {result?.kind === "failed" && (
        <Note tone="warn" icon="alert">
          <p>{result.message}</p>
          {result.answer && (
            <p>{withElements("The server answered: {answer}", { answer: <Code>{result.answer}</Code> })}</p>
          )}
        </Note>
      )}
    </div>
  );
}

function useEmailForm({ property, mail, onSaved }: EmailFormProps) {
  const { api, notices } = useServices();
  const param = { property };
  const stored = mail.settings;
  const form = useTestedSettings({
    property,
    stored: draftOf(stored),
    faultsOf: (draft) => settingsFaults(settingsOf(draft, stored)),
    save: async (draft) => {
      const json = { settings: settingsOf(draft, stored), version: mail.version };
      onSaved(await api.call(PropertyMail, "PUT", "/properties/:property/mail", { param, json }));
      notices.say(t("Saved. What waits is sent now."));
    },
    test: (draft, isDirty) => {
      // without settings, the server tests those in use, which may be its own
      const json = isDirty ? { settings: settingsOf(draft, stored) } : {};
      return api.call(MailTestResult, "POST", "/properties/:property/mail/test", { param, json });
    },
  });
  const remove = useAction(async () => {
    const query = { version: String(mail.version) };
    onSaved(await api.call(PropertyMail, "DELETE", "/properties/:property/mail", { param, query }));
    notices.say(t("The settings were removed."));
  });
  return { ...form, remove };
}
