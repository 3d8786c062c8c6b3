import type { RefObject } from "preact";
import { useState } from "preact/hooks";
import type { AgentName } from "../../../../shared/conversation.ts";
import { useListNavigation } from "../../ui/use-list-navigation.ts";
import { insertMention, type MentionDraft, matchingAgents, mentionAt } from "./mention-draft.ts";

const MAX_SUGGESTIONS = 6;

/** Suggests agents while a mention is typed in a text area, and completes the mention. */
export function useMentions(
  field: RefObject<HTMLTextAreaElement | null>,
  setText: (text: string) => void,
  agents: readonly AgentName[],
) {
  const [draft, setDraft] = useState<MentionDraft | null>(null);
  const suggestions = draft ? matchingAgents(agents, draft).slice(0, MAX_SUGGESTIONS) : [];
  const close = () => setDraft(null);
  const choose = ({ name }: AgentName) => {
    const { current } = field;
    if (!draft || !current) return;
    const completed = insertMention(current.value, draft, name);
    setText(completed.text);
    close();
    queueMicrotask(() => {
      current.focus();
      current.setSelectionRange(completed.caret, completed.caret);
    });
  };
  const list = useListNavigation({
    count: suggestions.length,
    initial: 0,
    choose(index) {
      const agent = suggestions[index];
      if (agent) choose(agent);
    },
    close,
    chooseKeys: ["Enter", "Tab"],
  });
  return {
    suggestions,
    list,
    close,
    /** Reads the mention at the caret. Call it after the text or the caret has changed. */
    update() {
      const { current } = field;
      setDraft(current ? mentionAt(current.value, current.selectionStart) : null);
      list.reset();
    },
  };
}
