import { useEffect, useId } from "preact/hooks";
import type { Me } from "../../../shared/account.ts";
import { useServices } from "../app/services.tsx";
import { t } from "../i18n/translate.ts";
import { Button } from "../ui/button.tsx";
import { useModal } from "../ui/use-modal.ts";
import { SignInForm } from "./sign-in.tsx";

/** Asks the agent to sign in again, in a dialog over the page: unsent text stays in place. */
export function SignInAgain({ me }: { me: Me }) {
  const { session } = useServices();
  const dialog = useModal();
  const heading = useId();
  const toPassword = () => dialog.current?.querySelector<HTMLElement>("[type=password]")?.focus();
  useEffect(toPassword, []);
  // the agent may have signed in again in another tab
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === "visible") void session.load();
    };
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, [session]);
  return (
    <dialog
      ref={dialog}
      class="dialog"
      aria-labelledby={heading}
      onCancel={(event) => event.preventDefault()}
      // some browsers close it on a second Escape, although it was cancelled
      onClose={({ currentTarget }) => {
        if (!currentTarget.isConnected) return;
        currentTarget.showModal();
        toPassword();
      }}
    >
      <div class="dialog-head">
        <h2 id={heading}>{t("Sign in to continue")}</h2>
      </div>
      <p>{t("Your session has ended. What you were writing is still here.")}</p>
      <SignInForm email={me.agent.email} />
      <Button kind="quiet" onClick={session.signedOut}>
        {t("Use another account")}
      </Button>
    </dialog>
  );
}
