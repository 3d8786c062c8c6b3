import type { AlertMessage } from "../alert-message.ts";

/**
 * The body for a workflow of Microsoft Teams that posts what its webhook gets: an Adaptive Card 1.4 in `attachments`. Texts of people
 * stand in text runs, which show Markdown as it was typed; a text block would make links of it. Pure.
 */
export function teamsPayload({ property, items }: AlertMessage): object {
  return {
    type: "message",
    attachments: [
      {
        contentType: "application/vnd.microsoft.card.adaptive",
        contentUrl: null,
        content: {
          $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
          type: "AdaptiveCard",
          version: "1.4",
          body: [
            run(property, { weight: "Bolder" }),
            ...items.flatMap(({ headline, quote }) => [
              run(headline),
              ...(quote === null ? [] : [run(quote, { isSubtle: true })]),
            ]),
          ],
          actions: items.flatMap(({ link }) =>
            link ? [{ type: "Action.OpenUrl", title: link.label, url: link.url }] : [],
          ),
        },
      },
    ],
  };
}

const run = (text: string, look: object = {}) => ({
  type: "RichTextBlock",
  inlines: [{ type: "TextRun", text, ...look }],
});
