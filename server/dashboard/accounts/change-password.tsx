import { useState } from "preact/hooks";
import type { Me } from "../../../shared/account.ts";
import { PasswordChange } from "../../../shared/account-security.ts";
import { useServices } from "../app/services.tsx";
import { faultsByPath } from "../data/api-error.ts";
import { useAction } from "../data/use-action.ts";
import { t } from "../i18n/translate.ts";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/field.tsx";
import { Form } from "../ui/form.tsx";
import { schemaFaults } from "../ui/schema-faults.ts";
import { NewPasswordField } from "./new-password-field.tsx";
import { securityCalls } from "./security-calls.ts";

/** Changes one's own password. */
export function ChangePassword({ me }: { me: Me }) {
  const [isOpen, setOpen] = useState(false);
  if (isOpen) return <ChangePasswordForm me={me} onClose={() => setOpen(false)} />;
  return (
    <div>
      <Button icon="lock" onClick={() => setOpen(true)}>
        {t("Change password")}
      </Button>
    </div>
  );
}

function ChangePasswordForm({ me, onClose }: { me: Me; onClose: () => void }) {
  const { api, notices } = useServices();
  const [current, setCurrent] = useState("");
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState(false);
  const change = useAction(async () => {
    await securityCalls(api).changePassword({ current, password });
    notices.say(t("Your password is changed. All other sessions have ended."));
    onClose();
  });
  const local = schemaFaults(PasswordChange, { current, password });
  const faults = new Map([...faultsByPath(change.failure), ...(tried ? local : [])]);
  return (
    <Form
      act={t("Change password")}
      busy={change.busy}
      failure={change.failure}
      onSubmit={() => {
        setTried(true);
        if (current && !local.size) void change.run();
      }}
      onCancel={onClose}
    >
      <TextField
        label={t("Current password")}
        type="password"
        autocomplete="current-password"
        required
        value={current}
        onInput={setCurrent}
        fault={tried && !current ? t("Enter your password.") : undefined}
      />
      <NewPasswordField
        email={me.agent.email}
        value={password}
        onInput={setPassword}
        fault={faults.get("password")}
      />
      <p class="hint">{t("All other sessions end.")}</p>
    </Form>
  );
}
