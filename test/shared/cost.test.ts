import { describe, expect, it } from "vitest";
import { attributeValue } from "../../shared/rules/attribute.ts";
import { emailKey, tidyEmail } from "../../shared/rules/email.ts";
import { escapeCell, unescapeCell } from "../../shared/rules/escape-cell.ts";
import { formValidator } from "../../shared/rules/form.ts";
import { splitLinks } from "../../shared/rules/links.ts";
import { mentionParts } from "../../shared/rules/mentions.ts";
import { splitNotes, splitOrganizations, splitTags } from "../../shared/rules/multi-value-cells.ts";
import { ORIGIN_ENTRY, originAllowed } from "../../shared/rules/origin.ts";
import { withoutSecrets } from "../../shared/rules/page-address.ts";
import { phoneFault, tidyPhone } from "../../shared/rules/phone.ts";
import { retryDelay } from "../../shared/rules/retry.ts";
import { lengthOf, tidyText } from "../../shared/rules/text.ts";
import { costOf, MOST, TEXTS } from "../support/cost.ts";

/** The most that a spreadsheet holds in a cell is 32,767 characters; CSV files may have more. */
const MAX_CELL = 128 * 1024;

/** The longest text in a conversation, the folded part of a mail, in UTF-16 code units. */
const MAX_SHOWN = 100_000;

/** The longest note, the only text with mentions, in UTF-16 code units. */
const MAX_NOTE = 10_000;

/** As many agents as a large team has, one of them with a name that every text begins. */
const AGENTS = Array.from({ length: 100 }, (_, at) => ({
  id: `agent${at}`,
  name: at ? `Agent ${at}` : " @",
}));

const validate = formValidator({
  fields: [
    { id: "text", type: "text", required: false },
    { id: "email", type: "email", required: false },
    { id: "phone", type: "phone", required: false },
    { id: "message", type: "long_text", required: false },
    { id: "choice", type: "choice", required: false, options: [{ id: "a", label: { default: "A" } }] },
  ],
});
const choices = Array.from({ length: 200 }, (_, at) => `choice ${at}`);

const RULES: readonly (readonly [name: string, rule: (text: string) => unknown])[] = [
  ["emailKey", emailKey],
  ["tidyEmail", tidyEmail],
  ["splitLinks", (text) => splitLinks(text.slice(0, MAX_SHOWN))],
  ["mentionParts", (text) => mentionParts(text.slice(0, MAX_NOTE), AGENTS)],
  ["tidyPhone", tidyPhone],
  ["phoneFault", phoneFault],
  ["tidyText", tidyText],
  ["lengthOf", lengthOf],
  ["attributeValue of a number", (text) => attributeValue("number", [], text)],
  ["attributeValue of a date", (text) => attributeValue("date", [], text)],
  ["attributeValue of a choice", (text) => attributeValue("choice", choices, text)],
  ["escapeCell", escapeCell],
  ["unescapeCell", unescapeCell],
  ["splitTags", (text) => splitTags(text.slice(0, MAX_CELL))],
  ["splitOrganizations", (text) => splitOrganizations(text.slice(0, MAX_CELL))],
  ["splitNotes", (text) => splitNotes(text.slice(0, MAX_CELL))],
  ["originAllowed", (text) => originAllowed(text, ["https://example.com", "*.example.com"])],
  ["withoutSecrets", (text) => withoutSecrets(text, [])],
  ["ORIGIN_ENTRY", (text) => ORIGIN_ENTRY.test(text)],
  ["retryDelay", (text) => retryDelay(1, 0, text, 0)],
  ["formValidator", (text) => validate({ text, email: text, phone: text, message: text, choice: text })],
];

describe("R37: no rule costs more than 50 ms of processor time, however long the text is", () => {
  it.each(RULES)("%s", (_, rule) => {
    const costs = TEXTS.map(([name, text]) => [name, costOf(() => rule(text))] as const);
    expect(costs.filter(([, cost]) => cost > MOST)).toEqual([]);
  });
});
