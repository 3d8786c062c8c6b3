import { useState } from "preact/hooks";
import type { SavedAnswer } from "../../../../shared/conversation.ts";
import { readyOr } from "../../data/loadable.ts";
import { parseAnswerQuery, searchAnswers } from "./saved-answers.ts";
import { useSavedAnswers } from "./use-saved-answers.ts";

/**
 * The list of saved answers that opens while the composer's text is `/` and part of a shortcut. The text area keeps
 * the focus and passes its keys on.
 *
 * @param choose called with the chosen answer
 */
export function useSavedAnswerSearch(property: string, text: string, choose: (answer: SavedAnswer) => void) {
  const saved = readyOr(useSavedAnswers(property).state.value, []);
  const [active, setActive] = useState(0);
  const [dismissed, setDismissed] = useState(false);
  const query = dismissed ? null : parseAnswerQuery(text);
  const answers = query === null ? [] : searchAnswers(saved, query);
  return {
    isOpen: query !== null,
    answers,
    hasSavedAnswers: saved.length > 0,
    /** The index of the answer that Enter chooses. */
    active,
    /** Opens the list again after the text has changed. */
    reset() {
      setDismissed(false);
      setActive(0);
    },
    /** @returns whether the key was handled */
    handleKey(key: string): boolean {
      if (query === null) return false;
      if (key === "Escape") {
        setDismissed(true);
        return true;
      }
      const answer = answers[active];
      const step = { ArrowDown: 1, ArrowUp: -1 }[key] ?? 0;
      if (!answer) return false;
      if (step) setActive((active + step + answers.length) % answers.length);
      else if (key === "Enter" || key === "Tab") choose(answer);
      else return false;
      return true;
    },
  };
}
