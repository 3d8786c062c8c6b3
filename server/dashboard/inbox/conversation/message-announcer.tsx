import { useRef } from "preact/hooks";
import type { Conversation } from "../../../../shared/conversation.ts";
import { personName } from "../store/inbox-list.ts";

/** So many stay: what is said is said once, when it comes. */
const KEPT = 3;

/** Tells screen readers what others write in the open conversation, once, and nothing of what was before. */
export function MessageAnnouncer({
  me,
  conversation: { messages, person },
}: {
  me: string;
  conversation: Conversation;
}) {
  const before = useRef(messages.at(-1)?.sequence ?? 0);
  const fresh = messages.filter(
    ({ sequence, kind, agent, retracted }) =>
      sequence > before.current && kind !== "event" && agent?.id !== me && !retracted,
  );
  return (
    <div class="unseen" aria-live="polite">
      {fresh.slice(-KEPT).map(({ id, agent, text, files }) => (
        <p key={id}>
          {agent?.name ?? personName(person)}: {text || files.map(({ name }) => name).join(", ")}
        </p>
      ))}
    </div>
  );
}
