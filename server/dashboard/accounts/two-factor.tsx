import { useState } from "preact/hooks";
import type { Me } from "../../../shared/account.ts";
import { useServices } from "../app/services.tsx";
import { useLoad } from "../data/use-load.ts";
import { plural, t } from "../i18n/translate.ts";
import { Button } from "../ui/button.tsx";
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
  if (loaded.kind === "loading") return <Skeleton lines={2} label={t("Loading")} />;
  if (loaded.kind === "failed") return <LoadError failure={loaded.failure} retry={() => void retry()} />;
  const { state, recoveryCodes } = loaded.value;
  switch (task?.kind) {
    case "set-up":
      return (
        <TwoFactorSetUp
          me={me}
          onDone={() => void finish(t("Two-factor authentication is on."))}
          onCancel={close}
        />
      );
    case "renew":
      return (
        <PasswordForm
          act={t("Make new codes")}
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
            <Button kind="primary" onClick={() => void finish(t("Your old recovery codes no longer work."))}>
              {t("I have saved the codes")}
            </Button>
          </div>
        </>
      );
    case "turn-off":
      return (
        <>
          <p>
            {t(
              "You then sign in with the password alone. If your team requires it, you are asked to set it up again.",
            )}
          </p>
          <PasswordForm
            act={t("Turn off")}
            kind="danger"
            email={me.agent.email}
            onSubmit={async (password) => {
              await calls.turnTwoFactorOff(password);
              await finish(t("Two-factor authentication is off."));
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
          {t(
            "Beside your password, the sign-in asks for a code that an authenticator app on your phone shows. Whoever learns your password cannot sign in with it.",
          )}
        </p>
        <div>
          <Button kind="primary" icon="shield" onClick={() => setTask({ kind: "set-up" })}>
            {t("Set up")}
          </Button>
        </div>
      </>
    );
  return (
    <>
      <p class="two-factor-on">
        <Icon name="shield" />
        <span>
          {plural(
            recoveryCodes,
            "It is on. {count} recovery code is left.",
            "It is on. {count} recovery codes are left.",
          )}
        </span>
      </p>
      {recoveryCodes < FEW_CODES && (
        <Note tone="warn">
          <p>{t("Make new recovery codes before you run out of them.")}</p>
        </Note>
      )}
      <div class="row-of-buttons">
        <Button onClick={() => setTask({ kind: "renew" })}>{t("New recovery codes")}</Button>
        <Button onClick={() => setTask({ kind: "turn-off" })}>{t("Turn off")}</Button>
      </div>
    </>
  );
}
