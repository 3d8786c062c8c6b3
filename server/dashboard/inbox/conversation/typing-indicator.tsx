import { useServices } from "../../app/services.tsx";
import { withElements } from "../../i18n/translate.ts";
import { dateLocale } from "../../ui/format.ts";

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
  const names = <bdi>{new Intl.ListFormat(dateLocale(), { type: "conjunction" }).format(colleagues)}</bdi>;
  return (
    <div class="typing-indicator" role="status">
      {colleagues.length > 0 && (
        <span class="colleague">
          <span>
            {colleagues.length > 1
              ? withElements("{names} are writing a reply", { names })
              : withElements("{names} is writing a reply", { names })}
          </span>
        </span>
      )}
      {others.some(({ agent }) => agent === null) && (
        <span class="visitor">
          <TypingDots />
          <span>{withElements("{visitor} is writing", { visitor: <bdi>{visitor}</bdi> })}</span>
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
