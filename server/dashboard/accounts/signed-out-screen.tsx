import type { SignedOutRoute } from "../app/routes.ts";
import { ForgottenPasswordScreen } from "./forgotten-password.tsx";
import { InvitationScreen } from "./invitation.tsx";
import { NewPasswordScreen } from "./new-password.tsx";
import { SetupScreen } from "./setup.tsx";

/** The screens that need no session, but for the sign-in page, which is there from the start. */
export function SignedOutScreen({ route }: { route: SignedOutRoute }) {
  switch (route.page) {
    case "setup":
      return <SetupScreen token={route.token} />;
    case "forgotten-password":
      return <ForgottenPasswordScreen />;
    case "new-password":
      return <NewPasswordScreen token={route.token} />;
    case "invitation":
      return <InvitationScreen token={route.token} />;
  }
}
