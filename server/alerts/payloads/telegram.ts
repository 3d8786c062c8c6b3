import type { AlertMessage } from "../alert-message.ts";
import { disarmMentions } from "./markdown.ts";

/** The body for `sendMessage` of Telegram's Bot API. Without `parse_mode`, nothing in the text is a format. Pure. */
export function telegramPayload(chat: string, { property, items }: AlertMessage): object {
  const texts = items.map(({ headline, quote, link }) =>
    [
      disarmMentions(headline),
      ...(quote === null ? [] : [`“${disarmMentions(quote)}”`]),
      ...(link ? [link.url] : []),
    ].join("\n"),
  );
  return {
    chat_id: chat,
    text: [disarmMentions(property), ...texts].join("\n\n"),
    link_preview_options: { is_disabled: true },
  };
}
