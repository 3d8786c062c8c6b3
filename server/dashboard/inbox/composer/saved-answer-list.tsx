import { href } from "../../app/routes.ts";
import { t } from "../../i18n/translate.ts";
import type { useSavedAnswerSearch } from "./use-saved-answer-search.ts";

interface SavedAnswerListProps
  extends Pick<ReturnType<typeof useSavedAnswerSearch>, "answers" | "hasSavedAnswers" | "list"> {
  readonly property: string;
}

/** The matching saved answers, above the composer. The composer's text area keeps the focus. */
export function SavedAnswerList({ property, answers, hasSavedAnswers, list }: SavedAnswerListProps) {
  return (
    <div class="answers">
      {answers.length ? (
        <div id={list.listId} role="listbox" aria-label={t("Saved answers")} tabIndex={-1}>
          {answers.map((answer, index) => (
            <div key={answer.id} {...list.optionProps(index)}>
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
          {hasSavedAnswers ? t("No saved answer matches.") : t("No saved answers yet.")}{" "}
          <a href={href.settings(property, "answers")}>{t("Manage saved answers")}</a>
        </p>
      )}
    </div>
  );
}
