import { useState } from "preact/hooks";
import type { Me } from "../../../shared/account.ts";
import { useServices } from "../app/services.tsx";
import { useLoad } from "../data/use-load.ts";
import { Button } from "../ui/button.tsx";
import { countOf } from "../ui/format.ts";
import { Icon } from "../ui/icon.tsx";
import { LoadError, Note, Skeleton } from "../ui/states.tsx";
import { PasswordForm } from "./password-form.tsx";
import { RecoveryCodeList } from "./recovery-codes.tsx";
import { securityCalls } from "./security-calls.ts";
import { TwoFactorSetUp } from "./two-factor-setup.tsx";

/** Fewer recovery codes than this are a reason to make new ones. */
const FEW_CODES = 4;

type Task =
  | { readonly kind: "set-up" | "renew" | "turn-off" }
  | { readonly kind: "renewed"; readonly codes: readonly string[] };

/** Whether two-factor authentication is on, and what can be done about it. */
export function TwoFactor({ me }: { me: Me }) {
  const { api, notices, session } = useServices();
  const calls = securityCalls(api);
  const { loaded, retry, reload } = useLoad("two-factor", calls.twoFactor);
  const [task, setTask] = useState<Task | null>(null);
  const close = () => setTask(null);
  const finish = async (text: string) => {
    notices.say(text);
    await Promise.all([reload(), session.load()]);
    close();
  };
  if (loaded.kind === "loading") return <Skeleton lines={2} label="Loading" />;
  if (loaded.kind === "failed") return <LoadError failure={loaded.failure} retry={() => void retry()} />;
  const { state, recoveryCodes } = loaded.value;
  switch (task?.kind) {
    case "set-up":
      return (
        <TwoFactorSetUp
          me={me}
          onDone={() => void finish("Two-factor authentication is on.")}
          onCancel={close}
        />
      );
    case "renew":
      return (
        <PasswordForm
          act="Make new codes"
          email={me.agent.email}
          onSubmit={async (password) => {
            const renewed = await calls.renewRecoveryCodes(password);
            setTask({ kind: "renewed", codes: renewed.recoveryCodes });
          }}
          onCancel={close}
        />
      );
    case "renewed":
      return (
        <>
          <RecoveryCodeList codes={task.codes} email={me.agent.email} />
          <div>
            <Button kind="primary" onClick={() => void finish("Your old recovery codes no longer work.")}>
              I have saved the codes
            </Button>
          </div>
        </>
      );
    case "turn-off":
      return (
        <>
          <p>
            You then sign in with the password alone. If your team requires it, you are asked to set it up
            again.
          </p>
          <PasswordForm
            act="Turn off"
            kind="danger"
            email={me.agent.email}
            onSubmit={async (password) => {
              await calls.turnTwoFactorOff(password);
              await finish("Two-factor authentication is off.");
            }}
            onCancel={close}
          />
        </>
      );
  }
  if (state !== "on")
    return (
      <>
        <p class="hint">
          Beside your password, the sign-in asks for a code that an authenticator app on your phone shows.
          Whoever learns your password cannot sign in with it.
        </p>
        <div>
          <Button kind="primary" icon="shield" onClick={() => setTask({ kind: "set-up" })}>
            Set up
          </Button>
        </div>
      </>
    );
  return (
    <>
      <p class="two-factor-on">
        <Icon name="shield" />
        <span>It is on. {countOf(recoveryCodes, "recovery code is", "recovery codes are")} left.</span>
      </p>
      {recoveryCodes < FEW_CODES && (
        <Note tone="warn">
          <p>Make new recovery codes before you run out of them.</p>
        </Note>
      )}
      <div class="row-of-buttons">
        <Button onClick={() => setTask({ kind: "renew" })}>New recovery codes</Button>
        <Button onClick={() => setTask({ kind: "turn-off" })}>Turn off</Button>
      </div>
    </>
  );
}
