import { useState } from "preact/hooks";
import type { SavedAnswer } from "../../../../shared/conversation.ts";
import { readyOr } from "../../data/loadable.ts";
import { useListNavigation } from "../../ui/use-list-navigation.ts";
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
  const [dismissed, setDismissed] = useState(false);
  const query = dismissed ? null : parseAnswerQuery(text);
  const answers = query === null ? [] : searchAnswers(saved, query);
  const list = useListNavigation({
    count: answers.length,
    initial: 0,
    choose(index) {
      const answer = answers[index];
      if (answer) choose(answer);
    },
    close: () => setDismissed(true),
    chooseKeys: ["Enter", "Tab"],
  });
  return {
    isOpen: query !== null,
    answers,
    hasSavedAnswers: saved.length > 0,
    list,
    /** Opens the list again after the text has changed. */
    reset() {
      setDismissed(false);
      list.reset();
    },
    /** @returns whether the key was used */
    handleKey(event: KeyboardEvent): boolean {
      if (list.handleKey(event)) return true;
      // the message "No saved answer matches." has no options, but Escape closes it too
      if (query === null || event.key !== "Escape") return false;
      setDismissed(true);
      return true;
    },
  };
}
