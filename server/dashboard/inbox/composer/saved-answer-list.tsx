import { useEffect, useRef } from "preact/hooks";
import type { SavedAnswer } from "../../../../shared/conversation.ts";
import { href } from "../../app/routes.ts";

interface SavedAnswerListProps {
  readonly id: string;
  readonly property: string;
  /** The answers that match. */
  readonly answers: readonly SavedAnswer[];
  /** Whether the property has any saved answer. */
  readonly hasSavedAnswers: boolean;
  readonly active: number;
  readonly choose: (answer: SavedAnswer) => void;
}

/** The matching saved answers, above the composer. The composer's text area keeps the focus. */
export function SavedAnswerList(props: SavedAnswerListProps) {
  const { id, property, answers, hasSavedAnswers, active, choose } = props;
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: "nearest" });
  }, [active]);
  return (
    <div class="answers">
      {answers.length ? (
        <div ref={list} id={id} role="listbox" aria-label="Saved answers" tabIndex={-1}>
          {answers.map((answer, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the text area keeps the focus and handles the keys
            <div
              key={answer.id}
              id={`${id}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === active}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => choose(answer)}
            >
              <span class="answer-shortcut" dir="auto" translate={false}>
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
          {hasSavedAnswers ? "No saved answer matches." : "No saved answers yet."}{" "}
          <a href={href.settings(property, "answers")}>Manage saved answers</a>
        </p>
      )}
    </div>
  );
}
