import { useRef } from "preact/hooks";
import type { Conversation } from "../../../../shared/conversation.ts";
import { personName } from "../../data/person-name.ts";

/** The number of announced messages that stay in the page. A live region announces an element when it appears. */
const MAX_ANNOUNCED = 3;

interface MessageAnnouncerProps {
  readonly me: string;
  readonly conversation: Conversation;
}

/** A live region that announces new messages of others in the open conversation to screen readers. */
export function MessageAnnouncer({ me, conversation: { messages, person } }: MessageAnnouncerProps) {
  const lastAtOpening = useRef(messages.at(-1)?.sequence ?? 0);
  const announced = messages.filter(
    ({ sequence, kind, agent, retracted }) =>
      sequence > lastAtOpening.current && kind !== "event" && agent?.id !== me && !retracted,
  );
  return (
    <div class="unseen" aria-live="polite">
      {announced.slice(-MAX_ANNOUNCED).map(({ id, agent, text, files }) => (
        <p key={id}>
          {agent?.name ?? personName(person)}: {text || files.map(({ name }) => name).join(", ")}
        </p>
      ))}
    </div>
  );
}
