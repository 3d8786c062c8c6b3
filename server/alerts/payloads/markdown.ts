import type { AlertItem, AlertMessage } from "../alert-message.ts";

/** Takes the meaning from what Markdown gives one inside of a line. */
export const escapeMarkdown = (text: string): string => text.replace(/[\\`*_[\]~|]/g, "\\$&");

/**
 * Puts an invisible character after each `@`, so that a service finds no name to call. `@all`, `@here` and `@channel` call everybody.
 */
export const disarmMentions = (text: string): string => text.replace(/[@＠]/g, "$&\u200b");

/** The differences between services that read Markdown. */
export interface MarkdownStyle {
  readonly escapeText: (text: string) => string;
  readonly linkTo: (url: string) => string;
}

/**
 * Writes a message in Markdown. Each line begins with a character of ours, so that no text of a person is at the beginning of one, where
 * it could become a heading or a list.
 */
export function toMarkdown({ property, items }: AlertMessage, { escapeText, linkTo }: MarkdownStyle): string {
  const toText = ({ headline, quote, link }: AlertItem) =>
    [
      `• ${escapeText(headline)}`,
      ...(quote === null ? [] : [`“${escapeText(quote)}”`]),
      ...(link ? [`[${link.label}](${linkTo(link.url)})`] : []),
    ].join("\n");
  return [`**• ${escapeText(property)}**`, ...items.map(toText)].join("\n");
}
