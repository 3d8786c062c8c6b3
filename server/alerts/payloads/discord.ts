import type { AlertMessage } from "../alert-message.ts";
import { escapeMarkdown, type MarkdownStyle, toMarkdown } from "./markdown.ts";

/** The most characters of a message. */
const MAX_CONTENT = 2_000;
/** Discord's flag of messages without previews of their links. */
const SUPPRESS_EMBEDS = 4;

const STYLE: MarkdownStyle = {
  escapeText: (text) => escapeMarkdown(text).replace(/[<>]/g, "\\$&"),
  linkTo: (url) => `<${url}>`,
};

/**
 * The body for a webhook of Discord. `allowed_mentions` says that no name in it calls anybody. If it were too long, it has no words of
 * visitors. Pure.
 */
export function discordPayload(message: AlertMessage): object {
  const whole = toMarkdown(message, STYLE);
  const items = message.items.map((item) => ({ ...item, quote: null }));
  const content = whole.length > MAX_CONTENT ? toMarkdown({ ...message, items }, STYLE) : whole;
  return { content, allowed_mentions: { parse: [] }, flags: SUPPRESS_EMBEDS };
}
