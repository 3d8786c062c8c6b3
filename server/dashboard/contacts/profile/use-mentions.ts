import type { RefObject } from "preact";
import { useState } from "preact/hooks";
import type { AgentName } from "../../../../shared/conversation.ts";
import { insertMention, type MentionDraft, matchingAgents, mentionAt } from "./mentions.ts";

const MAX_SUGGESTIONS = 6;

/** Suggests agents while a mention is typed in a text area, and completes the mention. */
export function useMentions(
  field: RefObject<HTMLTextAreaElement | null>,
  setText: (text: string) => void,
  agents: readonly AgentName[],
) {
  const [draft, setDraft] = useState<MentionDraft | null>(null);
  const [active, setActive] = useState(0);
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
  return {
    suggestions,
    /** The index of the suggestion that Enter chooses. */
    active,
    close,
    choose,
    /** Reads the mention at the caret. Call it after the text or the caret has changed. */
    update() {
      const { current } = field;
      setDraft(current ? mentionAt(current.value, current.selectionStart) : null);
      setActive(0);
    },
    /** Handles a key for the list of suggestions. @returns whether the key was handled */
    handleKey(key: string): boolean {
      const agent = suggestions[active];
      if (!agent) return false;
      const step = { ArrowDown: 1, ArrowUp: -1 }[key] ?? 0;
      if (step) setActive((active + step + suggestions.length) % suggestions.length);
      else if (key === "Enter" || key === "Tab") choose(agent);
      else if (key === "Escape") close();
      else return false;
      return true;
    },
  };
}
