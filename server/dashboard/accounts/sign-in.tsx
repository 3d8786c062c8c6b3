import { useEffect, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { href } from "../app/routes.ts";
import { useServices } from "../app/services.tsx";
import { useAction } from "../data/use-action.ts";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/field.tsx";
import { ErrorNote } from "../ui/states.tsx";
import { useTitle } from "../ui/use-title.ts";
import { AccountPage } from "./account-page.tsx";

/** Signs in and goes on to where the agent wanted to be. */
export function SignInScreen({ next }: { next: string | null }) {
  const { session } = useServices();
  const { route } = useLocation();
  const { kind } = session.state.value;
  useTitle("Sign in");

  useEffect(() => {
    if (kind === "unknown") void session.load();
    if (kind === "in") route(next ?? href.home(), true);
  }, [kind]);

  return (
    <AccountPage title="Welcome back" {...(next && { lead: "Sign in to go on where you were." })}>
      <SignInForm known="" />
      <p class="account-foot">No account yet? An admin of your property can send you an invitation link.</p>
    </AccountPage>
  );
}

/** @param known the e-mail of who was signed in until a moment ago; empty: nobody */
export function SignInForm({ known }: { known: string }) {
  const { api, session } = useServices();
  const [email, setEmail] = useState(known);
  const [password, setPassword] = useState("");
  const signIn = useAction(async () => {
    session.signedIn(await api.signIn({ email, password }));
  });
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        void signIn.run();
      }}
    >
      <TextField
        label="E-mail"
        type="email"
        autocomplete="username"
        required
        value={email}
        onInput={setEmail}
      />
      <TextField
        label="Password"
        type="password"
        autocomplete="current-password"
        required
        value={password}
        onInput={setPassword}
      />
      <ErrorNote failure={signIn.failure} />
      <Button kind="primary" type="submit" busy={signIn.busy}>
        Sign in
      </Button>
    </form>
  );
}
