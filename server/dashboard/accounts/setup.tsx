import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { Setup } from "../../../shared/joining.ts";
import { href } from "../app/routes.ts";
import { useServices } from "../app/services.tsx";
import { faultsByPath } from "../data/api-error.ts";
import { useAction } from "../data/use-action.ts";
import { useLoad } from "../data/use-load.ts";
import { t } from "../i18n/translate.ts";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/field.tsx";
import { Form } from "../ui/form.tsx";
import { browserLanguages } from "../ui/languages.ts";
import { schemaFaults } from "../ui/schema-faults.ts";
import { ErrorNote, Skeleton } from "../ui/states.tsx";
import { browserTimeZone } from "../ui/time-zone.ts";
import { useTitle } from "../ui/use-title.ts";
import { AccountFields } from "./account-fields.tsx";
import { AccountPage } from "./account-page.tsx";
import { joiningCalls } from "./joining-calls.ts";

/** Creates the first account and property; the server prints the one-time link to it. */
export function SetupScreen({ token }: { token: string }) {
  const { api } = useServices();
  const { loaded, retry } = useLoad("setup", () => api.setupState());
  useTitle(t("Set up"));
  if (loaded.kind === "failed")
    return (
      <AccountPage title={t("Set up Foyer")}>
        <ErrorNote failure={loaded.failure} />
        <Button onClick={() => void retry()}>{t("Try again")}</Button>
      </AccountPage>
    );
  if (loaded.kind === "ready" && !loaded.value.open) return <AlreadySetUp />;
  return (
    <AccountPage
      title={t("Set up Foyer")}
      lead={t("Create your account and name your web site. The next step is a script tag to paste into it.")}
    >
      {loaded.kind === "loading" ? <Skeleton lines={6} label={t("Loading")} /> : <SetupForm token={token} />}
    </AccountPage>
  );
}

function AlreadySetUp() {
  return (
    <AccountPage
      title={t("Foyer is set up")}
      lead={t("This set-up link has been used. Sign in with your account.")}
    >
      <a class="button primary" href={href.signIn(null)}>
        {t("Sign in")}
      </a>
    </AccountPage>
  );
}

function SetupForm({ token }: { token: string }) {
  const { api, session } = useServices();
  const { route } = useLocation();
  const [account, setAccount] = useState({ name: "", password: "" });
  const [email, setEmail] = useState("");
  const [site, setSite] = useState("");
  const [tried, setTried] = useState(false);
  const timeZone = browserTimeZone();
  const property = { name: site, timeZone, languages: browserLanguages() };
  const entered = { token, ...account, email, property };

  const setUp = useAction(async () => {
    const me = await joiningCalls(api).setUp(entered);
    session.signedIn(me);
    const property = me.properties[0];
    route(property ? href.settings(property.id, "install") : href.home(), true);
  });
  const local = schemaFaults(Setup, entered);
  const faults = new Map([...faultsByPath(setUp.failure), ...(tried ? local : [])]);

  return (
    <Form
      act={t("Create account and property")}
      busy={setUp.busy}
      failure={setUp.failure}
      foot={
        setUp.failure?.code === "link_invalid" && (
          <p class="hint">{t("The server prints a new link each time it starts. Use the newest one.")}</p>
        )
      }
      onSubmit={() => {
        setTried(true);
        if (!local.size) void setUp.run();
      }}
    >
      <AccountFields value={account} onChange={setAccount} faults={faults}>
        <TextField
          label={t("E-mail")}
          hint={t("You sign in with this e-mail.")}
          type="email"
          autocomplete="username"
          required
          value={email}
          onInput={setEmail}
          fault={faults.get("email")}
        />
      </AccountFields>
      <TextField
        label={t("Name of the web site")}
        hint={t("Visitors see it in the widget. Opening hours will use the time zone {timeZone}.", {
          timeZone,
        })}
        autocomplete="organization"
        required
        value={site}
        onInput={setSite}
        fault={faults.get("property.name")}
      />
    </Form>
  );
}
