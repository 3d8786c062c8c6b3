import { useEffect, useRef } from "preact/hooks";
import type { ConversationSummary } from "../../../../shared/conversation.ts";
import { useServices } from "../../app/services.tsx";
import { useLoad } from "../../data/use-load.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Icon } from "../../ui/icon.tsx";
import { LoadError, Skeleton } from "../../ui/states.tsx";

interface AssignDialogProps {
  readonly property: string;
  readonly me: string;
  readonly conversation: ConversationSummary;
  readonly assign: (agent: string | null) => void;
  readonly onClose: () => void;
}

/** Who is to answer: one of the team, or anybody. The arrow keys walk through the names. */
export function AssignDialog({ property, me, conversation, assign, onClose }: AssignDialogProps) {
  const { api } = useServices();
  const { loaded, retry } = useLoad(property, () => api.team(property));
  const list = useRef<HTMLUListElement>(null);
  const { assignee } = conversation;
  useEffect(() => {
    if (loaded.kind === "ready") list.current?.querySelector("button")?.focus();
  }, [loaded.kind]);

  const pick = (agent: string | null) => {
    onClose();
    assign(agent);
  };
  const onKey = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key] ?? 0;
    const buttons = [...(list.current?.querySelectorAll("button") ?? [])];
    if (!step || !buttons.length) return;
    event.preventDefault();
    const at = buttons.findIndex((button) => button.matches(":focus"));
    buttons[(at + step + buttons.length) % buttons.length]?.focus();
  };

  return (
    <Dialog title="Who answers this?" onClose={onClose}>
      {loaded.kind === "failed" && <LoadError failure={loaded.failure} retry={() => void retry()} />}
      {loaded.kind === "loading" && <Skeleton lines={3} label="Loading the team" />}
      {loaded.kind === "ready" && (
        <ul ref={list} class="plain-list assign-list" onKeyDown={onKey}>
          {[...loaded.value.agents]
            .sort((a, b) => Number(b.id === me) - Number(a.id === me) || a.name.localeCompare(b.name))
            .map((agent) => (
              <li key={agent.id}>
                <button
                  type="button"
                  class="menu-item"
                  aria-pressed={agent.id === assignee?.id}
                  onClick={() => pick(agent.id)}
                >
                  <Avatar name={agent.name} picture={agent.picture} />
                  <span dir="auto">
                    {agent.name}
                    {agent.id === me && " (you)"}
                    <span class="hint">{agent.presence === "available" ? "Available" : "Away"}</span>
                  </span>
                  <span class={`lamp ${agent.presence}`} aria-hidden="true" />
                  {agent.id === assignee?.id && <Icon name="check" />}
                </button>
              </li>
            ))}
          {assignee && (
            <li>
              <button type="button" class="menu-item" onClick={() => pick(null)}>
                <span class="mark">
                  <Icon name="undo" size={17} />
                </span>
                <span>
                  Nobody
                  <span class="hint">Give it back: it waits for anybody</span>
                </span>
              </button>
            </li>
          )}
        </ul>
      )}
    </Dialog>
  );
}
