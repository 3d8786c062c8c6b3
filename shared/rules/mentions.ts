/** A person who can be mentioned: an agent of the property. */
interface Mentionable {
  readonly id: string;
  readonly name: string;
}

/** Splits a text into mentions and the text between them. The cost grows with the length of the text only (R37). */
export function mentionParts<A extends Mentionable>(
  text: string,
  agents: readonly A[],
): readonly { readonly text: string; readonly agent: A | null }[] {
  // longest name first, so that "@Ann Lee" does not match "Ann"
  const byLength = [...agents].filter(({ name }) => name).sort((a, b) => b.name.length - a.name.length);
  const named = byLength.map((agent) => ({ agent, name: agent.name.toLowerCase() }));
  const parts: { text: string; agent: A | null }[] = [];
  let end = 0;
  for (const { index } of text.matchAll(/(?<!\S)@/g)) {
    if (index < end) continue;
    const start = index + 1;
    const found = named.find(
      ({ agent, name }) =>
        text.slice(start, start + agent.name.length).toLowerCase() === name &&
        !/[\p{L}\p{N}]/u.test(text.charAt(start + agent.name.length)),
    );
    if (!found) continue;
    if (index > end) parts.push({ text: text.slice(end, index), agent: null });
    end = start + found.agent.name.length;
    parts.push({ text: text.slice(index, end), agent: found.agent });
  }
  return end < text.length ? [...parts, { text: text.slice(end), agent: null }] : parts;
}

/** The IDs of the agents that a text mentions, without repetitions. */
export function mentionedAgents(text: string, agents: readonly Mentionable[]): readonly string[] {
  return [...new Set(mentionParts(text, agents).flatMap(({ agent }) => agent?.id ?? []))];
}
