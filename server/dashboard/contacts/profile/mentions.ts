import type { AgentName } from "../../../../shared/conversation.ts";

/** Someone being mentioned at the caret: where the `@` stands, and what of the name is typed. */
export interface MentionDraft {
  readonly from: number;
  readonly typed: string;
}

/** The mention that is being typed; null if none is. A name may have several words, an e-mail's `@` begins none. */
export function mentionAt(text: string, caret: number): MentionDraft | null {
  const before = text.slice(0, caret);
  const from = before.lastIndexOf("@");
  if (from === -1 || /\S/.test(before.charAt(from - 1))) return null;
  const typed = before.slice(from + 1);
  return typed.length > 60 || typed.includes("\n") ? null : { from, typed };
}

/** Who fits what is typed, by the beginning of any of their names; nobody once the whole name stands there. */
export function matchingAgents<A extends AgentName>(
  agents: readonly A[],
  { typed }: MentionDraft,
): readonly A[] {
  const wanted = typed.toLowerCase();
  return agents.filter(({ name }) => {
    const known = name.toLowerCase();
    const begins = known.startsWith(wanted) || known.split(/\s+/).some((word) => word.startsWith(wanted));
    return begins && known !== wanted;
  });
}

/** The text with the whole name in the place of what was typed of it, and where the caret goes. */
export function insertMention(
  text: string,
  { from, typed }: MentionDraft,
  name: string,
): { readonly text: string; readonly caret: number } {
  const before = `${text.slice(0, from)}@${name} `;
  return { text: before + text.slice(from + 1 + typed.length).replace(/^ /, ""), caret: before.length };
}

/** A text in parts: what mentions an agent, and what stands between. */
export function mentionParts<A extends AgentName>(
  text: string,
  agents: readonly A[],
): readonly { readonly text: string; readonly agent: A | null }[] {
  // the longest name first: "Ann" is not "Ann Lee"
  const named = [...agents].filter(({ name }) => name).sort((a, b) => b.name.length - a.name.length);
  const parts: { text: string; agent: A | null }[] = [];
  let plain = "";
  for (let at = 0; at < text.length; ) {
    const rest = text.slice(at + 1).toLowerCase();
    const starts = text[at] === "@" && !/\S/.test(text.charAt(at - 1));
    const agent = starts
      ? named.find(
          ({ name }) =>
            rest.startsWith(name.toLowerCase()) && !/[\p{L}\p{N}]/u.test(rest.charAt(name.length)),
        )
      : undefined;
    if (!agent) {
      plain += text[at];
      at++;
      continue;
    }
    if (plain) parts.push({ text: plain, agent: null });
    plain = "";
    const end = at + 1 + agent.name.length;
    parts.push({ text: text.slice(at, end), agent });
    at = end;
  }
  return plain ? [...parts, { text: plain, agent: null }] : parts;
}

/** Whom a text mentions, each once. */
export function mentionedAgents(text: string, agents: readonly AgentName[]): readonly string[] {
  return [...new Set(mentionParts(text, agents).flatMap(({ agent }) => agent?.id ?? []))];
}
