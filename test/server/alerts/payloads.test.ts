import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AlertContent, type AlertMessage, wordMessage } from "../../../server/alerts/alert-message.ts";
import { toRequest } from "../../../server/alerts/to-request.ts";
import type { AlertTarget } from "../../../shared/alert.ts";
import { wellFormed } from "../../../shared/rules/well-formed.ts";
import { anyText } from "../../support/any-text.ts";

const SLACK = { kind: "slack", address: "https://hooks.slack.com/services/T0/B0/x" } as const;
const TEAMS = { kind: "teams", address: "https://a.api.powerplatform.com/x" } as const;
const DISCORD = { kind: "discord", address: "https://discord.com/api/webhooks/1/x" } as const;
const COMPATIBLE = { kind: "slack_compatible", address: "https://chat.example.com/hooks/x" } as const;
const TELEGRAM = { kind: "telegram", token: "123:abcdefghijklmnopqrstuvwx", chat: "-100" } as const;
const TARGETS: readonly AlertTarget[] = [SLACK, TEAMS, DISCORD, COMPATIBLE, TELEGRAM];

const content = (change: Partial<AlertContent> = {}): AlertContent => ({
  kind: "new_ticket",
  waited: 0,
  ticket: 5,
  author: null,
  mentioned: [],
  person: null,
  text: null,
  url: "https://foyer.example.com/dashboard/shop/inbox/all/c1",
  ...change,
});
const bodyOf = (target: AlertTarget, message: AlertMessage) => toRequest(target, message).body.toString();
const from = (person: string, text = "Hello"): AlertMessage =>
  wordMessage("Shop", [content({ person, text })], null);
const words = (...contents: readonly Partial<AlertContent>[]) =>
  wordMessage("Shop", contents.map(content), "https://foyer.example.com/inbox").items.map(
    ({ headline }) => headline,
  );

describe("the words of an alert", () => {
  it.each([
    [
      "a chat",
      { kind: "waiting_chat", waited: 30_000 },
      "A visitor has been waiting in the chat for 30 seconds.",
    ],
    [
      "one minute",
      { kind: "waiting_chat", waited: 60_000 },
      "A visitor has been waiting in the chat for 1 minute.",
    ],
    ["hours", { kind: "waiting_chat", waited: 7.3e6 }, "A visitor has been waiting in the chat for 2 hours."],
    [
      "a name",
      { kind: "waiting_chat", waited: 45e3, person: "Ann" },
      "Ann has been waiting in the chat for 45 seconds.",
    ],
    ["a ticket", {}, "New ticket #5."],
    ["a ticket with a name", { person: "Ann" }, "New ticket #5 from Ann."],
    [
      "a mention",
      { kind: "mention", author: "Bo", mentioned: ["Cy", "Di"] },
      "Bo mentioned Cy, Di in a note.",
    ],
    [
      "a mention with a name",
      { kind: "mention", author: "Bo", mentioned: ["Cy"], person: "Ann" },
      "Bo mentioned Cy in a note about Ann.",
    ],
    ["a name that cannot be seen", { person: "\u202e\u200b" }, "New ticket #5."],
  ] as const)("of %s", (_, change, expected) => {
    expect(words(change)).toEqual([expected]);
  });

  it("folds a burst into one sentence with its numbers, which links to the inbox", () => {
    const burst = [...Array.from({ length: 12 }, () => content()), content({ kind: "waiting_chat" })];
    expect(wordMessage("Shop", burst, "https://foyer.example.com/inbox").items).toEqual([
      {
        headline: "1 waiting chat, 12 new tickets.",
        quote: null,
        link: { label: "Open the inbox", url: "https://foyer.example.com/inbox" },
      },
    ]);
    expect(words({}, {}, {})).toHaveLength(3);
  });
});

describe("the payloads", () => {
  const message = wordMessage("Shop", [content({ person: "Ann", text: "Where is\nmy order?" })], null);

  it("Slack gets a text for notifications and blocks", () => {
    expect(JSON.parse(bodyOf(SLACK, message))).toEqual({
      text: "Shop: New ticket #5 from Ann.",
      unfurl_links: false,
      unfurl_media: false,
      blocks: [
        {
          type: "section",
          text: {
            type: "mrkdwn",
            verbatim: true,
            text: "New ticket #5 from Ann.\n>Where is my order?\n<https://foyer.example.com/dashboard/shop/inbox/all/c1|Open the ticket>",
          },
        },
        { type: "context", elements: [{ type: "plain_text", text: "Shop", emoji: false }] },
      ],
    });
  });

  it("Teams gets an Adaptive Card 1.4 with a button", () => {
    const { type, attachments } = JSON.parse(bodyOf(TEAMS, message));
    expect([type, attachments[0].contentType, attachments[0].content.version]).toEqual([
      "message",
      "application/vnd.microsoft.card.adaptive",
      "1.4",
    ]);
    const texts = attachments[0].content.body.map(
      (block: { inlines: { text: string }[] }) => block.inlines[0]?.text,
    );
    expect(texts).toEqual(["Shop", "New ticket #5 from Ann.", "Where is my order?"]);
    expect(attachments[0].content.actions).toEqual([
      {
        type: "Action.OpenUrl",
        title: "Open the ticket",
        url: "https://foyer.example.com/dashboard/shop/inbox/all/c1",
      },
    ]);
  });

  it("Discord gets a text without previews, which calls nobody", () => {
    expect(JSON.parse(bodyOf(DISCORD, message))).toEqual({
      content:
        "**• Shop**\n• New ticket #5 from Ann.\n“Where is my order?”\n[Open the ticket](<https://foyer.example.com/dashboard/shop/inbox/all/c1>)",
      allowed_mentions: { parse: [] },
      flags: 4,
    });
  });

  it("Telegram gets plain text at the address of the bot", () => {
    expect(toRequest(TELEGRAM, message).address).toBe(
      "https://api.telegram.org/bot123:abcdefghijklmnopqrstuvwx/sendMessage",
    );
    expect(JSON.parse(bodyOf(TELEGRAM, message))).toEqual({
      chat_id: "-100",
      text: "Shop\n\nNew ticket #5 from Ann.\n“Where is my order?”\nhttps://foyer.example.com/dashboard/shop/inbox/all/c1",
      link_preview_options: { is_disabled: true },
    });
  });
});

describe("hostile names and messages", () => {
  it.each([
    [
      "<!channel> & <https://evil.example|click>",
      SLACK,
      "&lt;!channel&gt; &amp; &lt;https://evil.example|click&gt;",
    ],
    ["<@U123>", SLACK, "&lt;@U123&gt;"],
    ["<!channel>", COMPATIBLE, "‹!channel›"],
    ["@channel @all", COMPATIBLE, "@\u200bchannel @\u200ball"],
    ["[click](https://evil.example)", COMPATIBLE, "\\\\[click\\\\](https://evil.example)"],
    [
      "**bold** `code` ~~no~~ ||no||",
      COMPATIBLE,
      "\\\\*\\\\*bold\\\\*\\\\* \\\\`code\\\\` \\\\~\\\\~no\\\\~\\\\~ \\\\|\\\\|no\\\\|\\\\|",
    ],
    ["\\[click\\](https://evil.example)", DISCORD, "\\\\\\\\\\\\[click\\\\\\\\\\\\](https://evil.example)"],
    ["<@&42> <#7>", DISCORD, "\\\\<@&42\\\\> \\\\<#7\\\\>"],
    ["@somebody", TELEGRAM, "@\u200bsomebody"],
  ] as const)("%s is text in %j", (hostile, target, expected) => {
    const body = bodyOf(target, from(hostile, hostile));
    expect(body.split(expected)).toHaveLength(target.kind === "slack" ? 4 : 3);
  });

  it("no service calls anybody for @everyone: Discord is told so, others get no such word", () => {
    for (const target of [COMPATIBLE, TELEGRAM])
      expect(bodyOf(target, from("@everyone @here ＠all"))).not.toMatch(/[@＠](everyone|here|all)/);
    expect(JSON.parse(bodyOf(DISCORD, from("@everyone")))).toMatchObject({ allowed_mentions: { parse: [] } });
  });

  it("nothing changes the direction of writing or begins a line, in all services", () => {
    const hostile = "\u202eevil\u2066\u200f\n# big\n- list\n> quote\u0000";
    for (const target of TARGETS) {
      const body = bodyOf(target, from(hostile, hostile));
      expect(body).not.toMatch(/[\u202e\u2066\u200f]|\\n# |\\n- |\\n> |\\u0000/);
    }
  });

  it("names and messages of 10,000 characters are cut between characters", () => {
    for (const target of TARGETS) {
      const body = bodyOf(target, from("🦊".repeat(10_000), "🦊".repeat(10_000)));
      expect(body.length).toBeLessThan(2_500);
      expect(body).toContain("…");
      expect(wellFormed(body)).toBe(body);
    }
  });

  it("whatever people are called and write, the limits of all services hold", () => {
    const marks = fc.string({ unit: fc.constantFrom("*", "\\", "<", "&", "@", "🦊", "a"), maxLength: 400 });
    const person = fc.oneof(anyText({ maxLength: 400 }), marks);
    fc.assert(
      fc.property(person, person, anyText({ maxLength: 60 }), (name, text, property) => {
        const one = content({
          kind: "mention",
          person: name,
          text,
          author: name,
          mentioned: [name, name, name],
        });
        const message = wordMessage(property, [one, one, one], null);
        expect(JSON.parse(bodyOf(DISCORD, message)).content.length).toBeLessThanOrEqual(2_000);
        expect(JSON.parse(bodyOf(TELEGRAM, message)).text.length).toBeLessThanOrEqual(4_096);
        const { blocks } = JSON.parse(bodyOf(SLACK, message));
        for (const { text } of blocks) if (text) expect(text.text.length).toBeLessThanOrEqual(3_000);
        expect(bodyOf(TEAMS, message).length).toBeLessThanOrEqual(28_000);
      }),
      { numRuns: 200 },
    );
  });
});
