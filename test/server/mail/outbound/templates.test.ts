import { describe, expect, it } from "vitest";
import type { MailContent } from "../../../../server/mail/outbound/mail-draft.ts";
import {
  agentNotificationMail,
  invitationMail,
  passwordResetMail,
  signInNoticeMail,
  testMail,
} from "../../../../server/mail/outbound/templates/account-mails.tsx";
import { MAIL_WORDS, mailLocale } from "../../../../server/mail/outbound/templates/locale.ts";
import {
  type AnswerMail,
  answerMail,
  codeMail,
} from "../../../../server/mail/outbound/templates/visitor-mails.tsx";

const BRAND = { name: "Harbour Shop", accent: "#0f5b4c" };
const ANSWER: AnswerMail = {
  brand: BRAND,
  locale: "en",
  subject: "Delivery of my order",
  ticket: 1042,
  agent: "Robin",
  messages: ["Hello Ann,\n\nit left today: https://track.example/1?a=1&b=2."],
  answered: { text: "Where is my order?\n\nAnn", at: Date.UTC(2026, 10, 23, 12) },
  timeZone: "Europe/Berlin",
  linkedFiles: [],
  url: "https://chat.example.com/c/abc",
  unsubscribeUrl: null,
};
const answer = (change: Partial<AnswerMail> = {}) => answerMail({ ...ANSWER, ...change });

const ACCOUNT_MAILS: Readonly<Record<string, MailContent>> = {
  "a notification": agentNotificationMail({
    brand: BRAND,
    kind: "new_message",
    about: "conversation",
    person: "Ann",
    text: "Where is my order?",
    url: "https://chat.example.com/dashboard/c/1",
    unsubscribeUrl: "https://chat.example.com/u/1",
  }),
  "a password reset": passwordResetMail({ url: "https://chat.example.com/dashboard/reset/x", minutes: 60 }),
  "an invitation": invitationMail({
    brand: BRAND,
    inviter: "Robin",
    url: "https://chat.example.com/i/x",
    days: 7,
  }),
  "a notice of a sign-in": signInNoticeMail({
    browser: "Firefox on Linux",
    at: Date.UTC(2026, 10, 23, 12),
    url: "https://chat.example.com/dashboard/account",
  }),
  "a test": testMail({ brand: BRAND, server: "mail.example.com" }),
  "a code": codeMail({ brand: BRAND, locale: "en", code: "123456", minutes: 10 }),
};

describe("an answer to a visitor", () => {
  it("R30: in plain text has the messages, who wrote them, the link, and what is answered", () => {
    expect(answer().text).toBe(`Hello Ann,

it left today: https://track.example/1?a=1&b=2.

Robin, Harbour Shop

You can reply to this e-mail, or answer in the chat:
https://chat.example.com/c/abc

On November 23, 2026 at 1:00 PM you wrote:
> Where is my order?
>
> Ann
`);
  });

  it("R30: in HTML is one column with the property's name and colour, and loads nothing", () => {
    const { html } = answer();
    expect(html).toMatchSnapshot();
    expect(html).not.toMatch(/<(img|link|style|script|iframe)\b|url\(|@import/i);
  });

  it.each([
    ["Delivery", 1042, "Re: Delivery [#1042]"],
    ["Re: Delivery", 1042, "Re: Delivery [#1042]"],
    ["RE: Re: Delivery [#1042]", 1042, "Re: Delivery [#1042]"],
    ["Delivery", null, "Re: Delivery"],
    ["", 7, "Your message to Harbour Shop [#7]"],
    ["", null, "Your message to Harbour Shop"],
  ])("about the subject %j and the ticket %s has the subject %j", (subject, ticket, expected) => {
    expect(answer({ subject, ticket }).subject).toBe(expected);
  });

  it.each(["ar", "de", "en", "fr"] as const)("is written in the visitor's language: %s", (locale) => {
    const { text, html, subject } = answer({ locale, subject: "", ticket: null });
    const words = MAIL_WORDS[locale];
    for (const part of [words.replyHint, words.youWrote.split("{")[0] ?? ""]) {
      expect(text).toContain(part);
    }
    expect(subject).toContain("Harbour Shop");
    expect(html).toContain(`<html lang="${locale}" dir="${locale === "ar" ? "rtl" : "ltr"}">`);
    expect(`${text}${subject}`).not.toMatch(/[{}]/);
  });

  it("escapes what people typed, and keeps its paragraphs, line breaks and links", () => {
    const { html } = answer({
      messages: ['<script>alert(1)</script>\nsecond line\n\nhttps://a.example/?q="><b>', "Second message"],
      agent: "<i>Robin</i>",
      brand: { ...BRAND, name: "A & B <shop>" },
    });
    expect(html).not.toMatch(/<script|<i>|<b>|<shop>/);
    expect(html).toContain("&lt;script>alert(1)&lt;/script><br/>second line");
    expect(html).toContain('<a href="https://a.example/?q=">https://a.example/?q=</a>');
    expect(html.indexOf("Second message")).toBeGreaterThan(html.indexOf("second line"));
  });

  it("is no automatic mail, and only offers to unsubscribe if it comes by itself", () => {
    expect(answer().headers).toEqual({});
    const { headers, text, html } = answer({ unsubscribeUrl: "https://chat.example.com/u/abc" });
    expect(headers).toEqual({
      "List-Unsubscribe": "<https://chat.example.com/u/abc>",
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    });
    for (const part of [text, html]) expect(part).toContain("https://chat.example.com/u/abc");
  });

  it.each(["#ffffff", "#000000", "#ffd400", "#0f5b4c"])(
    "has a link that can be read on the colour %s",
    (accent) => {
      const { html } = answer({ brand: { ...BRAND, accent } });
      const isLight = accent === "#ffffff" || accent === "#ffd400";
      expect(html).toContain(`background:${accent};color:${isLight ? "#000000" : "#ffffff"}`);
    },
  );
});

describe("a one-time code", () => {
  it.each(["ar", "de", "en", "fr"] as const)("stands in text and HTML, not in the subject: %s", (locale) => {
    const { subject, text, html } = codeMail({ brand: BRAND, locale, code: "123456", minutes: 10 });
    expect(subject).not.toContain("123456");
    expect(text).toContain("\n\n123456\n\n");
    expect(html).toContain("123456");
    expect(`${subject}${text}`).not.toMatch(/[{}]/);
  });
});

describe("mails that nobody wrote", () => {
  it.each(Object.entries(ACCOUNT_MAILS))("%s says so, so that no program answers it", (_, { headers }) => {
    expect(headers).toMatchObject({ "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" });
  });

  it.each(Object.entries(ACCOUNT_MAILS))("%s has the same in text and HTML", (_, content) => {
    expect(content).toMatchSnapshot();
    for (const [url] of content.text.matchAll(/https:\S+/g)) expect(content.html).toContain(url);
  });

  it("a notification can be turned off, a password reset cannot", () => {
    expect(ACCOUNT_MAILS["a notification"]?.headers).toHaveProperty("List-Unsubscribe");
    expect(ACCOUNT_MAILS["a password reset"]?.headers).not.toHaveProperty("List-Unsubscribe");
  });
});

it.each([
  ["de", "de"],
  ["de-AT", "de"],
  ["FR_ca", "fr"],
  ["ar-EG", "ar"],
  ["nl", "en"],
  ["", "en"],
  ["constructor", "en"],
  ["toString", "en"],
])("the language %j of a browser is answered in %s", (language, locale) => {
  expect(mailLocale(language)).toBe(locale);
});
