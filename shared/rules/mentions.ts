/** A person who can be mentioned: an agent of the property. */
interface Mentionable {
  readonly id: string;
  readonly name: string;
}

/** Splits a text into mentions and the text between them. */
export function mentionParts<A extends Mentionable>(
  text: string,
  agents: readonly A[],
): readonly { readonly text: string; readonly agent: A | null }[] {
  // longest name first, so that "@Ann Lee" does not match "Ann"
  const byLength = [...agents].filter(({ name }) => name).sort((a, b) => b.name.length - a.name.length);
  const parts: { text: string; agent: A | null }[] = [];
  let plain = "";
  for (let at = 0; at < text.length; ) {
    const rest = text.slice(at + 1).toLowerCase();
    const starts = text[at] === "@" && !/\S/.test(text.charAt(at - 1));
    const agent = starts
      ? byLength.find(
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

/** The IDs of the agents that a text mentions, without repetitions. */
export function mentionedAgents(text: string, agents: readonly Mentionable[]): readonly string[] {
  return [...new Set(mentionParts(text, agents).flatMap(({ agent }) => agent?.id ?? []))];
}
