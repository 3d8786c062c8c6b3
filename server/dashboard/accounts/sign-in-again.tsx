import { useEffect, useId } from "preact/hooks";
import type { Me } from "../../../shared/account.ts";
import { useServices } from "../app/services.tsx";
import { Button } from "../ui/button.tsx";
import { useModal } from "../ui/use-modal.ts";
import { SignInForm } from "./sign-in.tsx";

/** Asks who was signed in to do so again, over the page as it is: nothing that was being written is lost. */
export function SignInAgain({ me }: { me: Me }) {
  const { session } = useServices();
  const dialog = useModal();
  const heading = useId();
  const toPassword = () => dialog.current?.querySelector<HTMLElement>("[type=password]")?.focus();
  useEffect(toPassword, []);
  // they may have done so in another tab
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
      // some browsers close it on the second Escape all the same
      onClose={({ currentTarget }) => {
        if (!currentTarget.isConnected) return;
        currentTarget.showModal();
        toPassword();
      }}
    >
      <div class="dialog-head">
        <h2 id={heading}>Sign in to go on</h2>
      </div>
      <p>You are no longer signed in. What you were writing is still here.</p>
      <SignInForm known={me.agent.email} />
      <Button kind="quiet" onClick={session.signedOut}>
        Sign in as somebody else
      </Button>
    </dialog>
  );
}
