import { describe, expect, it } from "vitest";
import { attributeValue } from "../../shared/rules/attribute.ts";
import { emailKey, tidyEmail } from "../../shared/rules/email.ts";
import { escapeCell, unescapeCell } from "../../shared/rules/escape-cell.ts";
import { formValidator } from "../../shared/rules/form.ts";
import { splitLinks } from "../../shared/rules/links.ts";
import { splitNotes, splitOrganizations, splitTags } from "../../shared/rules/multi-value-cells.ts";
import { ORIGIN_ENTRY, originAllowed } from "../../shared/rules/origin.ts";
import { phoneFault, tidyPhone } from "../../shared/rules/phone.ts";
import { retryDelay } from "../../shared/rules/retry.ts";
import { lengthOf, tidyText } from "../../shared/rules/text.ts";

/** As much as one request may hold, in UTF-16 code units. */
const SIZE = 512 * 1024;
/** The processor time that one request may cost (R37), ms. */
const MOST = 50;

/** The most that a spreadsheet holds in a cell is 32,767 characters; CSV files may have more. */
const MAX_CELL = 128 * 1024;

/** Letters without an ASCII form, each another one: the worst case of punycode. */
const varied = Array.from({ length: SIZE }, (_, at) => String.fromCharCode(0x4e00 + (at % 20_000))).join("");
const repeat = (part: string) => part.repeat(Math.ceil(SIZE / part.length)).slice(0, SIZE);

const TEXTS: readonly (readonly [name: string, text: string])[] = [
  ["CJK letters", varied],
  ["an e-mail of CJK letters", `a@${varied}.de`],
  ["dots", repeat(".")],
  ["labels", `a@${repeat("a.")}`],
  ["spaces", repeat(" ")],
  ["a text with spaces before and after", ` ${repeat("a ")}`],
  ["line breaks", repeat("\r\n")],
  ["combining marks", `e${repeat("\u0301\u0327")}`],
  ["digits", repeat("0123456789")],
  ["digits of another script", repeat("٠١٢٣٤٥٦٧٨٩")],
  ["full-width letters", repeat("ａ＠。")],
  ["invisible characters", repeat("\u200b\u200d")],
  ["links", repeat("https://a.example/x。（")],
  ["separators of phones", `+${repeat("( - )")}`],
  ["quotation marks", repeat('"')],
  ["open quotation marks", repeat('"a; ')],
  ["notes in quotation marks", repeat('"a"; ')],
  ["semicolons and spaces", repeat(" ;")],
  ["apostrophes", repeat("'")],
  ["emoji", repeat("👩‍👩‍👧‍👦")],
  ["wildcards", `*.${repeat("a-")}`],
  ["formulas", repeat(";-")],
  ["tabs before a formula", `${"\t".repeat(MAX_CELL)}=`],
];

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
  ["splitLinks", splitLinks],
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
  ["ORIGIN_ENTRY", (text) => ORIGIN_ENTRY.test(text)],
  ["retryDelay", (text) => retryDelay(1, 0, text, 0)],
  ["formValidator", (text) => validate({ text, email: text, phone: text, message: text, choice: text })],
];

/** The least processor time of some runs, ms: a garbage collection or another thread counts in one of them only. */
function costOf(work: () => unknown): number {
  const costs = [1, 2, 3, 4].map(() => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  });
  return Math.min(...costs);
}

describe("R37: no rule costs more than 50 ms of processor time, however long the text is", () => {
  it.each(RULES)("%s", (_, rule) => {
    const costs = TEXTS.map(([name, text]) => [name, costOf(() => rule(text))] as const);
    expect(costs.filter(([, cost]) => cost > MOST)).toEqual([]);
  });
});
