import type { AlertMessage } from "../alert-message.ts";

/** Slack gives these three characters a meaning: `<!channel>` calls everybody, `<https://…|text>` is a link. */
const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

const escapeEntities = (text: string) => text.replace(/[&<>]/g, (character) => ENTITIES[character] ?? "");

/** The body for an incoming webhook of Slack. `verbatim` turns off that names and addresses in texts become mentions and links. Pure. */
export function slackPayload({ property, items }: AlertMessage): object {
  return {
    // what notifications and screen readers say
    text: escapeEntities(`${property}: ${items.map(({ headline }) => headline).join(" ")}`),
    unfurl_links: false,
    unfurl_media: false,
    blocks: [
      ...items.map(({ headline, quote, link }) => ({
        type: "section",
        text: {
          type: "mrkdwn",
          verbatim: true,
          text: [
            escapeEntities(headline),
            ...(quote === null ? [] : [`>${escapeEntities(quote)}`]),
            ...(link ? [`<${escapeEntities(link.url)}|${escapeEntities(link.label)}>`] : []),
          ].join("\n"),
        },
      })),
      { type: "context", elements: [{ type: "plain_text", text: property, emoji: false }] },
    ],
  };
}
