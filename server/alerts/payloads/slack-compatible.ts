import type { AlertMessage } from "../alert-message.ts";
import { disarmMentions, escapeMarkdown, toMarkdown } from "./markdown.ts";

/** Backslashes do not take the meaning from `<!channel>`, so characters that look alike stand for these. */
const LOOKALIKES: Readonly<Record<string, string>> = { "&": "＆", "<": "‹", ">": "›" };

const disarm = (text: string) =>
  disarmMentions(escapeMarkdown(text.replace(/[&<>]/g, (character) => LOOKALIKES[character] ?? "")));

/**
 * The body for services that take Slack's messages but read Markdown, such as Mattermost and Rocket.Chat. They ignore blocks, so it is
 * one text. Pure.
 */
export const slackCompatiblePayload = (message: AlertMessage): object => ({
  text: toMarkdown(message, { escapeText: disarm, linkTo: (url) => url }),
});
