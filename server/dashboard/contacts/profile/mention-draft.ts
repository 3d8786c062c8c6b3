import type { AgentName } from "../../../../shared/conversation.ts";
import { matchesTyped } from "../../ui/matching-options.ts";

/** An unfinished mention at the caret: the index of its `@`, and the part of the name that is typed. */
export interface MentionDraft {
  readonly from: number;
  readonly typed: string;
}

/**
 * The mention at the caret; null if there is none. A name may have several words. The `@` of an e-mail does not begin a
 * mention.
 */
export function mentionAt(text: string, caret: number): MentionDraft | null {
  const before = text.slice(0, caret);
  const from = before.lastIndexOf("@");
  if (from === -1 || /\S/.test(before.charAt(from - 1))) return null;
  const typed = before.slice(from + 1);
  return typed.length > 60 || typed.includes("\n") ? null : { from, typed };
}

/** The agents of whose names any word begins with the typed text. An agent whose whole name is typed is left out. */
export function matchingAgents<A extends AgentName>(
  agents: readonly A[],
  { typed }: MentionDraft,
): readonly A[] {
  return agents.filter(({ name }) => matchesTyped(name, typed) && name.toLowerCase() !== typed.toLowerCase());
}

/** Replaces the typed part of a mention by the whole name. @returns the new text and the new caret */
export function insertMention(
  text: string,
  { from, typed }: MentionDraft,
  name: string,
): { readonly text: string; readonly caret: number } {
  const before = `${text.slice(0, from)}@${name} `;
  return { text: before + text.slice(from + 1 + typed.length).replace(/^ /, ""), caret: before.length };
}
