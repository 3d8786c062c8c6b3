import type { ConversationSummary, SavedAnswer } from "../../../../shared/conversation.ts";

/** The search term in a text of the form `/term`; null if the text has another form. */
export function parseAnswerQuery(text: string): string | null {
  return /^\/([\p{L}\d_-]{0,40})$/u.exec(text)?.[1] ?? null;
}

/** The matching answers: first by the start of the shortcut, then by a part of it, then by a part of the text. */
export function searchAnswers(answers: readonly SavedAnswer[], query: string): readonly SavedAnswer[] {
  const term = query.toLocaleLowerCase();
  const rank = (answer: SavedAnswer) => {
    const shortcut = answer.shortcut.toLocaleLowerCase();
    if (shortcut.startsWith(term)) return 0;
    if (shortcut.includes(term)) return 1;
    return answer.text.toLocaleLowerCase().includes(term) ? 2 : null;
  };
  return answers
    .flatMap((answer) => {
      const ranked = rank(answer);
      return ranked === null ? [] : [{ answer, rank: ranked }];
    })
    .sort((a, b) => a.rank - b.rank || a.answer.shortcut.localeCompare(b.answer.shortcut))
    .map(({ answer }) => answer);
}

/** The values of the placeholders of a saved answer. */
interface PlaceholderNames {
  /** The visitor's name; null if it is unknown or must not be used. */
  readonly name: string | null;
  readonly agent: string;
}

/**
 * The placeholders for a conversation. A claimed device does not receive the contact's name, because the answer would
 * reveal it (R12).
 */
export function placeholderNames(
  { claimed, person }: Pick<ConversationSummary, "claimed" | "person">,
  agent: string,
): PlaceholderNames {
  return { name: claimed ? null : person.name, agent };
}

/** Fills in the placeholders. Without a visitor's name, `{name}` and the space before it are removed. */
export function fillPlaceholders(text: string, names: PlaceholderNames): string {
  const named = names.name
    ? text.replaceAll("{name}", () => names.name ?? "")
    : text.replace(/[ \u00a0]?\{name\}/g, "");
  return named.replaceAll("{agent}", () => names.agent);
}
