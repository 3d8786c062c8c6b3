import { useEffect, useRef } from "preact/hooks";
import type { SavedAnswer } from "../../../../shared/conversation.ts";
import { href } from "../../app/routes.ts";

interface AnswerListProps {
  readonly id: string;
  readonly property: string;
  readonly answers: readonly SavedAnswer[];
  /** Whether there are any at all. */
  readonly any: boolean;
  readonly active: number;
  readonly choose: (answer: SavedAnswer) => void;
}

/** The saved answers that fit, above the composer that the keyboard stays in. */
export function SavedAnswerList({ id, property, answers, any, active, choose }: AnswerListProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: "nearest" });
  }, [active]);
  return (
    <div class="answers">
      {answers.length ? (
        <div ref={list} id={id} role="listbox" aria-label="Saved answers" tabIndex={-1}>
          {answers.map((answer, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the composer's, which keeps the focus
            <div
              key={answer.id}
              id={`${id}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === active}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => choose(answer)}
            >
              <span class="answer-shortcut" dir="auto">
                /{answer.shortcut}
              </span>
              <span class="answer-text" dir="auto">
                {answer.text}
              </span>
            </div>
          ))}
        </div>
      ) : (
        <p class="hint">
          {any ? "No saved answer fits." : "No answer is saved yet."}{" "}
          <a href={href.settings(property, "answers")}>Saved answers</a>
        </p>
      )}
    </div>
  );
}
