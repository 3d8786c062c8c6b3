import type { ConversationSummary, SavedAnswer } from "../../../../shared/conversation.ts";

/** What is typed to find a saved answer: `/` at the very start, then part of its shortcut; null: nothing of the kind. */
export function parseAnswerQuery(text: string): string | null {
  return /^\/([\p{L}\d_-]{0,40})$/u.exec(text)?.[1] ?? null;
}

/** The answers that fit, those whose shortcut begins with what was typed first. */
export function searchAnswers(answers: readonly SavedAnswer[], query: string): readonly SavedAnswer[] {
  const wanted = query.toLocaleLowerCase();
  const rank = ({ shortcut, text }: SavedAnswer) => {
    const name = shortcut.toLocaleLowerCase();
    if (name.startsWith(wanted)) return 0;
    if (name.includes(wanted)) return 1;
    return text.toLocaleLowerCase().includes(wanted) ? 2 : 3;
  };
  return answers
    .map((answer) => ({ answer, rank: rank(answer) }))
    .filter((one) => one.rank < 3)
    .sort((a, b) => a.rank - b.rank || a.answer.shortcut.localeCompare(b.answer.shortcut))
    .map(({ answer }) => answer);
}

interface Names {
  readonly name: string | null;
  readonly agent: string;
}

/** The names for an answer. Who only claims to be a contact does not hear from it what that contact is called (R12). */
export function placeholderNames(
  { claimed, person }: Pick<ConversationSummary, "claimed" | "person">,
  agent: string,
): Names {
  return { name: claimed ? null : person.name, agent };
}

/** An answer with the names in it; where the visitor's is not known, the space before it goes too. */
export function fillPlaceholders(text: string, names: Names): string {
  const named = names.name
    ? text.replaceAll("{name}", () => names.name ?? "")
    : text.replace(/[ \u00a0]?\{name\}/g, "");
  return named.replaceAll("{agent}", () => names.agent);
}
