import { useEffect, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { lazyPane, lazyScreen } from "../app/lazy-screen.tsx";
import { href } from "../app/routes.ts";
import { useServices } from "../app/services.tsx";
import { readyOr } from "../data/loadable.ts";
import { useAction } from "../data/use-action.ts";
import { useLoad } from "../data/use-load.ts";
import { message, t } from "../i18n/translate.ts";
import { TextField } from "../ui/field.tsx";
import { Form } from "../ui/form.tsx";
import { useTitle } from "../ui/use-title.ts";
import { AccountPage } from "./account-page.tsx";

const NotSetUpScreen = lazyScreen(async () => (await import("./not-set-up.tsx")).NotSetUpScreen);
const TwoFactorSignIn = lazyPane(
  message("Second step"),
  "form",
  async () => (await import("./two-factor-sign-in.tsx")).TwoFactorSignIn,
);

/** Signs in, and opens the page that was asked for. Before the set-up it says where to find the set-up link. */
export function SignInScreen({ next }: { next: string | null }) {
  const { api, session } = useServices();
  const { route } = useLocation();
  const { kind } = session.state.value;
  useTitle(t("Sign in"));

  useEffect(() => {
    if (kind === "unknown") void session.load();
    if (kind === "in") route(next ?? href.home(), true);
  }, [kind]);

  // if this fails, the form below says so as soon as it is used
  const setup = useLoad("setup", () => api.setupState());
  if (readyOr(setup.loaded, null)?.open) return <NotSetUpScreen />;
  return (
    <AccountPage title={t("Welcome back")} {...(next && { lead: t("Sign in to continue.") })}>
      <SignInForm email="" />
      <p class="account-foot">
        <a href={href.forgottenPassword()}>{t("Forgotten password?")}</a>
      </p>
      <p class="account-foot">{t("No account yet? Ask an admin of your property for an invitation.")}</p>
    </AccountPage>
  );
}

/** @param initialEmail the e-mail of the agent whose session has ended, or empty */
export function SignInForm({ email: initialEmail }: { email: string }) {
  const { api, session } = useServices();
  const [email, setEmail] = useState(initialEmail);
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState(false);
  const signIn = useAction(async () => {
    session.signedIn(await api.signIn({ email, password }));
  });
  if (signIn.failure?.code === "two_factor_code_needed") return <TwoFactorSignIn onExpired={signIn.clear} />;
  return (
    <Form
      act={t("Sign in")}
      busy={signIn.busy}
      failure={signIn.failure}
      onSubmit={() => {
        setTried(true);
        if (email.trim() && password) void signIn.run();
      }}
    >
      <TextField
        label={t("E-mail")}
        type="email"
        autocomplete="username"
        required
        value={email}
        onInput={setEmail}
        fault={tried && !email.trim() ? t("Enter your e-mail.") : undefined}
      />
      <TextField
        label={t("Password")}
        type="password"
        autocomplete="current-password"
        required
        value={password}
        onInput={setPassword}
        fault={tried && !password ? t("Enter your password.") : undefined}
      />
    </Form>
  );
}
