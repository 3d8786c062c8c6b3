import { useState } from "preact/hooks";
import type { Me, Role, Team } from "../../../shared/account.ts";
import { joiningCalls } from "../accounts/joining-calls.ts";
import { lazyPane } from "../app/lazy-screen.tsx";
import { useServices } from "../app/services.tsx";
import { useAction } from "../data/use-action.ts";
import { useLoad } from "../data/use-load.ts";
import { message, t, withElements } from "../i18n/translate.ts";
import { Avatar } from "../ui/avatar.tsx";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { shortTime } from "../ui/format.ts";
import { ErrorNote, LoadError, Skeleton } from "../ui/states.tsx";
import { Verbatim } from "../ui/verbatim.tsx";
import { ROLE_WORDS } from "./roles.ts";

const InviteForm = lazyPane(
  message("Invite a team member"),
  "invite",
  async () => (await import("./invite.tsx")).InviteForm,
);
const TwoFactorPolicySection = lazyPane(
  message("Two-factor authentication"),
  "invite",
  async () => (await import("./two-factor-policy.tsx")).TwoFactorPolicySection,
);

type Agent = Team["agents"][number];
type Invitation = Team["invitations"][number];

interface TeamSectionProps {
  readonly me: Me;
  readonly property: string;
  readonly admin: boolean;
}

/** The members of the team, and the pending invitations. */
export function TeamSection({ me, property, admin }: TeamSectionProps) {
  const { api } = useServices();
  const { loaded, retry, reload } = useLoad(property, () => api.team(property));
  if (loaded.kind === "failed") return <LoadError failure={loaded.failure} retry={() => void retry()} />;
  if (loaded.kind === "loading") return <Skeleton lines={5} label={t("Loading the team")} />;
  const { agents, invitations } = loaded.value;
  const changed = () => void reload();
  return (
    <div class="form">
      <ul class="plain-list team">
        {agents.map((agent) => (
          <Member
            key={agent.id}
            property={property}
            agent={agent}
            self={agent.id === me.agent.id}
            admin={admin}
            onChanged={changed}
          />
        ))}
      </ul>
      {invitations.length > 0 && (
        <section>
          <h3>{t("Invited")}</h3>
          <ul class="plain-list team">
            {invitations.map((invitation) => (
              <Invited
                key={invitation.id}
                property={property}
                invitation={invitation}
                admin={admin}
                onChanged={changed}
              />
            ))}
          </ul>
        </section>
      )}
      {admin && <InviteForm property={property} onInvited={changed} />}
      {admin && <TwoFactorPolicySection property={property} agents={agents} />}
    </div>
  );
}

interface MemberProps {
  readonly property: string;
  readonly agent: Agent;
  readonly self: boolean;
  readonly admin: boolean;
  readonly onChanged: () => void;
}

function Member({ property, agent, self, admin, onChanged }: MemberProps) {
  const { api, session } = useServices();
  const [asking, setAsking] = useState(false);
  const [disabling, setDisabling] = useState(false);
  const disable = useAction(async () => {
    await api.setDisabled(property, agent.id, true);
    setDisabling(false);
    onChanged();
  });
  const enable = useAction(async () => {
    await api.setDisabled(property, agent.id, false);
    onChanged();
  });
  const setRole = useAction(async (role: Role) => {
    await api.setRole(property, agent.id, role);
    if (self) await session.load();
    onChanged();
  });
  const remove = useAction(async () => {
    await api.removeAgent(property, agent.id);
    setAsking(false);
    if (self) await session.load();
    else onChanged();
  });
  return (
    <li>
      <Avatar name={agent.name} />
      <div class="member">
        <strong dir="auto" translate={false}>
          {agent.name}
        </strong>
        {self && t(" (you)")}
        <span class="hint">
          <span class={`presence-dot ${agent.presence}`} aria-hidden="true" />
          {agent.isDisabled ? t("Disabled") : agent.presence === "available" ? t("Available") : t("Away")} ·{" "}
          <Verbatim>{agent.email}</Verbatim>
        </span>
      </div>
      {admin ? (
        <>
          <select
            class="input compact"
            aria-label={t("Role of {name}", { name: agent.name })}
            // shows the stored role again if the server refuses the change
            key={`${agent.role} ${setRole.failure?.message}`}
            value={agent.role}
            disabled={setRole.busy}
            onChange={(event) => void setRole.run(event.currentTarget.value === "admin" ? "admin" : "agent")}
          >
            <option value="admin">{t(ROLE_WORDS.admin)}</option>
            <option value="agent">{t(ROLE_WORDS.agent)}</option>
          </select>
          {!self && (
            <Button
              small
              busy={enable.busy}
              onClick={() => (agent.isDisabled ? void enable.run() : setDisabling(true))}
            >
              {agent.isDisabled ? t("Enable") : t("Disable")}
            </Button>
          )}
          <Button small onClick={() => setAsking(true)}>
            {self ? t("Leave") : t("Remove")}
          </Button>
        </>
      ) : (
        <span>{t(ROLE_WORDS[agent.role])}</span>
      )}
      <ErrorNote failure={setRole.failure ?? enable.failure} />
      {disabling && (
        <ConfirmDialog
          title={t("Disable the account of {name}?", { name: agent.name })}
          act={t("Disable")}
          action={disable}
          onClose={() => setDisabling(false)}
        >
          <p>
            {t(
              "All their sessions end at once, and they cannot sign in until an admin enables the account again. What they answered and noted stays.",
            )}
          </p>
        </ConfirmDialog>
      )}
      {asking && (
        <ConfirmDialog
          title={self ? t("Leave this property?") : t("Remove {name}?", { name: agent.name })}
          act={self ? t("Leave") : t("Remove")}
          action={remove}
          onClose={() => setAsking(false)}
        >
          <p>
            {self
              ? t("You lose access to this property at once. What was answered and noted stays.")
              : t("They lose access to this property at once. What was answered and noted stays.")}
          </p>
        </ConfirmDialog>
      )}
    </li>
  );
}

interface InvitedProps {
  readonly property: string;
  readonly invitation: Invitation;
  readonly admin: boolean;
  readonly onChanged: () => void;
}

function Invited({ property, invitation, admin, onChanged }: InvitedProps) {
  const { api } = useServices();
  const revoke = useAction(async () => {
    await joiningCalls(api).revokeInvitation(property, invitation.id);
    onChanged();
  });
  return (
    <li>
      <Avatar name={null} />
      <div class="member">
        <strong dir="auto" translate={false}>
          {invitation.email}
        </strong>
        <span class="hint">
          {withElements("{role} · the link is good until {expiresAt}", {
            role: t(ROLE_WORDS[invitation.role]),
            expiresAt: shortTime(invitation.expiresAt),
          })}
        </span>
      </div>
      {admin && (
        <Button small busy={revoke.busy} onClick={() => void revoke.run()}>
          {t("Withdraw")}
        </Button>
      )}
      <ErrorNote failure={revoke.failure} />
    </li>
  );
}
