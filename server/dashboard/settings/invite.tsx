import { useState } from "preact/hooks";
import type { Role } from "../../../shared/account.ts";
import { InvitationCreate } from "../../../shared/joining.ts";
import { joiningCalls } from "../accounts/joining-calls.ts";
import { useServices } from "../app/services.tsx";
import { faultsByPath } from "../data/api-error.ts";
import { BASE } from "../data/base-path.ts";
import { useAction } from "../data/use-action.ts";
import { t, withElements } from "../i18n/translate.ts";
import { Button } from "../ui/button.tsx";
import { Choice } from "../ui/choice.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { TextField } from "../ui/field.tsx";
import { schemaFaults } from "../ui/schema-faults.ts";
import { ErrorNote, Note } from "../ui/states.tsx";
import { Switch } from "../ui/switch.tsx";
import { Code, Verbatim } from "../ui/verbatim.tsx";

/** Invites a person to the team. The link is shown only once, because the server stores only its hash. */
export function InviteForm({ property, onInvited }: { property: string; onInvited: () => void }) {
  const { api } = useServices();
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("agent");
  const [byHand, setByHand] = useState(false);
  const [tried, setTried] = useState(false);
  const [made, setMade] = useState<{ email: string; link: string | null } | null>(null);
  const local = schemaFaults(InvitationCreate, { email, role });
  const invite = useAction(async () => {
    const { path } = await joiningCalls(api).invite(property, { email, role, byHand });
    setMade({ email, link: path && new URL(BASE + path, location.origin).href });
    setEmail("");
    setTried(false);
    onInvited();
  });
  const faults = new Map([...faultsByPath(invite.failure), ...(tried ? local : [])]);
  return (
    <section class="invite">
      <h3>{t("Invite a team member")}</h3>
      <form
        class="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (!local.size) void invite.run();
        }}
      >
        <TextField
          label={t("E-mail")}
          type="email"
          value={email}
          onInput={setEmail}
          fault={faults.get("email")}
        />
        <Choice
          label={t("Role")}
          value={role}
          onChange={setRole}
          options={[
            { value: "agent", label: t("Agent"), hint: t("Answers visitors, sees contacts.") },
            { value: "admin", label: t("Admin"), hint: t("Also changes settings and the team.") },
          ]}
        />
        <Switch
          label={t("Give me the link instead of sending an e-mail")}
          checked={byHand}
          onChange={setByHand}
        />
        <ErrorNote failure={invite.failure} />
        <div>
          <Button type="submit" icon="mail" busy={invite.busy}>
            {t("Invite")}
          </Button>
        </div>
      </form>
      {made?.link === null && (
        <Note tone="good" icon="mail">
          <p>
            {withElements("{email} gets an e-mail with a link, which works once.", {
              email: <Verbatim>{made.email}</Verbatim>,
            })}
          </p>
        </Note>
      )}
      {made?.link && (
        <Note tone="good" icon="link">
          <p>
            {withElements(
              "Send this link to {email}, and to nobody else: whoever opens it joins the team. It is shown only once, and works once.",
              { email: <Verbatim>{made.email}</Verbatim> },
            )}
          </p>
          <p class="link-once" dir="ltr">
            <Code>{made.link}</Code>
          </p>
          <CopyButton text={made.link} what={t("link")} />
        </Note>
      )}
    </section>
  );
}
