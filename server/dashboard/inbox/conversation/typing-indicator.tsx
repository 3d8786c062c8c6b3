import { useServices } from "../../app/services.tsx";
import { LOCALE } from "../../ui/format.ts";

interface TypingLineProps {
  readonly conversation: string;
  readonly me: string;
  /** What the visitor is called. */
  readonly visitor: string;
}

/** Who is writing in this conversation right now; the place for it is always there, so that nothing moves. */
export function TypingIndicator({ conversation, me, visitor }: TypingLineProps) {
  const { typing } = useServices();
  const here = typing.typists.value.filter(
    (one) => one.conversation === conversation && one.agent?.id !== me,
  );
  const colleagues = here.flatMap(({ agent }) => (agent ? [agent.name] : []));
  const writes = here.some(({ agent }) => agent === null);
  return (
    <div class="typing-line" role="status">
      {colleagues.length > 0 && (
        <span class="colleague">
          <bdi>{new Intl.ListFormat(LOCALE, { type: "conjunction" }).format(colleagues)}</bdi>{" "}
          {colleagues.length > 1 ? "are" : "is"} writing a reply
        </span>
      )}
      {writes && (
        <span class="visitor">
          <TypingDots />
          <bdi>{visitor}</bdi> is writing
        </span>
      )}
    </div>
  );
}

/** Three dots that move, where motion is welcome. */
export function TypingDots() {
  return (
    <span class="dots" aria-hidden="true">
      <span />
      <span />
      <span />
    </span>
  );
}
