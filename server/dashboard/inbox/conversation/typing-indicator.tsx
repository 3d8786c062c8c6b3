import { useServices } from "../../app/services.tsx";
import { LOCALE } from "../../ui/format.ts";

interface TypingIndicatorProps {
  readonly conversation: string;
  readonly me: string;
  /** The visitor's name as it is shown. */
  readonly visitor: string;
}

/** Names the people who type in this conversation. It takes its height while it is empty too, so that the layout does not shift. */
export function TypingIndicator({ conversation, me, visitor }: TypingIndicatorProps) {
  const { typing } = useServices();
  const others = typing.typists.value.filter(
    (typist) => typist.conversation === conversation && typist.agent?.id !== me,
  );
  const colleagues = others.flatMap(({ agent }) => (agent ? [agent.name] : []));
  return (
    <div class="typing-indicator" role="status">
      {colleagues.length > 0 && (
        <span class="colleague">
          <span>
            <bdi>{new Intl.ListFormat(LOCALE, { type: "conjunction" }).format(colleagues)}</bdi>{" "}
            {colleagues.length > 1 ? "are" : "is"} writing a reply
          </span>
        </span>
      )}
      {others.some(({ agent }) => agent === null) && (
        <span class="visitor">
          <TypingDots />
          <span>
            <bdi>{visitor}</bdi> is writing
          </span>
        </span>
      )}
    </div>
  );
}

/** Three animated dots; without motion if the browser asks for that. */
export function TypingDots() {
  return (
    <span class="dots" aria-hidden="true">
      <span />
      <span />
      <span />
    </span>
  );
}
