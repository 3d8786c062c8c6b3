import { useEffect, useRef } from "preact/hooks";
import type { Team } from "../../../../shared/account.ts";
import type { ConversationSummary } from "../../../../shared/conversation.ts";
import { useServices } from "../../app/services.tsx";
import { useLoad } from "../../data/use-load.ts";
import { t } from "../../i18n/translate.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Icon } from "../../ui/icon.tsx";
import { LoadError, Skeleton } from "../../ui/states.tsx";

interface AssignDialogProps {
  readonly property: string;
  readonly me: string;
  readonly conversation: ConversationSummary;
  /** Null: unassigns the conversation. */
  readonly assign: (agent: string | null) => void;
  readonly onClose: () => void;
}

/** Assigns a conversation to a member of the team, or unassigns it. */
export function AssignDialog({ property, me, conversation, assign, onClose }: AssignDialogProps) {
  const { api } = useServices();
  const { loaded, retry } = useLoad(property, () => api.team(property));
  const choose = (agent: string | null) => {
    onClose();
    assign(agent);
  };
  return (
    <Dialog title={t("Assign conversation")} onClose={onClose}>
      {loaded.kind === "failed" && <LoadError failure={loaded.failure} retry={() => void retry()} />}
      {loaded.kind === "loading" && <Skeleton lines={3} label={t("Loading the team")} />}
      {loaded.kind === "ready" && (
        <AssigneeList
          agents={loaded.value.agents}
          me={me}
          assignee={conversation.assignee?.id ?? null}
          choose={choose}
        />
      )}
    </Dialog>
  );
}

interface AssigneeListProps {
  readonly agents: Team["agents"];
  readonly me: string;
  readonly assignee: string | null;
  readonly choose: (agent: string | null) => void;
}

/** The team as a list of buttons, this agent first. The arrow keys move between them. */
function AssigneeList({ agents, me, assignee, choose }: AssigneeListProps) {
  const list = useRef<HTMLUListElement>(null);
  const buttons = () => [...(list.current?.querySelectorAll("button") ?? [])];
  useEffect(() => buttons()[0]?.focus(), []);
  const handleKey = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key] ?? 0;
    const all = buttons();
    if (!step || !all.length) return;
    event.preventDefault();
    const focused = all.findIndex((button) => button.matches(":focus"));
    all[(focused + step + all.length) % all.length]?.focus();
  };
  const ordered = [...agents].sort(
    (a, b) => Number(b.id === me) - Number(a.id === me) || a.name.localeCompare(b.name),
  );
  return (
    <ul ref={list} class="plain-list assign-list" onKeyDown={handleKey}>
      {ordered.map(({ id, name, picture, presence }) => (
        <li key={id}>
          <button type="button" class="menu-item" aria-pressed={id === assignee} onClick={() => choose(id)}>
            <Avatar name={name} picture={picture} />
            <span dir="auto">
              <span translate={false}>{name}</span>
              {id === me && t(" (you)")}
              <span class="hint">{presence === "available" ? t("Available") : t("Away")}</span>
            </span>
            <span class={`presence-dot ${presence}`} aria-hidden="true" />
            {id === assignee && <Icon name="check" />}
          </button>
        </li>
      ))}
      {assignee !== null && (
        <li>
          <button type="button" class="menu-item" onClick={() => choose(null)}>
            <span class="avatar">
              <Icon name="undo" size={17} />
            </span>
            <span>
              {t("Unassign")}
              <span class="hint">{t("Any agent can take it")}</span>
            </span>
          </button>
        </li>
      )}
    </ul>
  );
}
