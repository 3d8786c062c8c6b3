import { HEX_COLOUR } from "../../shared/rules/contrast.ts";
import type { FoyerCommands } from "../api/foyer.ts";

/** The longest text of an argument, UTF-16 units. */
const MAX_TEXT = 10_000;
/** The most keys of an object. */
const MAX_KEYS = 100;
/** The most tags of one call. */
const MAX_TAGS = 10;
/** The greatest number for a length of the theme, CSS pixels. */
const MAX_LENGTH = 10_000;

/** Says why a value is not accepted; empty: it is. */
type Check = (value: unknown) => string;

const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined ? "" : check(value);

const isText = (value: unknown, max = MAX_TEXT): value is string =>
  typeof value === "string" && value.length <= max;

const text =
  (min: number, max = MAX_TEXT): Check =>
  (value) =>
    isText(value, max) && value.length >= min ? "" : `must be a text of ${min} to ${max} characters`;

const oneOf =
  (...values: readonly unknown[]): Check =>
  (value) =>
    values.includes(value) ? "" : `must be ${values.map((one) => JSON.stringify(one)).join(", ")}`;

const number =
  (min: number, max: number): Check =>
  (value) =>
    typeof value === "number" && value >= min && value <= max ? "" : `must be a number from ${min} to ${max}`;

const matching =
  (pattern: RegExp, words: string): Check =>
  (value) =>
    isText(value) && pattern.test(value) ? "" : `must be ${words}`;

/** A document of the page: no list, no instance of a class such as a date or an element. */
function isObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || !value) return false;
  return Object.prototype.toString.call(value) === "[object Object]";
}

/** An object with some members, all optional. Others are ignored. */
const object =
  (members: Readonly<Record<string, Check>>): Check =>
  (value) => {
    if (!isObject(value)) return "must be an object";
    for (const [name, check] of Object.entries(members)) {
      const fault = optional(check)(value[name]);
      if (fault) return `${name} ${fault}`;
    }
    return "";
  };

/** An object with any keys. */
const record =
  (check: Check): Check =>
  (value) => {
    if (!isObject(value)) return "must be an object";
    const entries = Object.entries(value);
    if (entries.length > MAX_KEYS) return `must have at most ${MAX_KEYS} keys`;
    for (const [name, one] of entries) {
      const fault = check(one);
      if (fault) return `${name.slice(0, 100)} ${fault}`;
    }
    return "";
  };

const attribute: Check = (value) =>
  value === null || typeof value === "boolean" || Number.isFinite(value) || isText(value)
    ? ""
    : `must be a text of at most ${MAX_TEXT} characters, a number, true, false or null`;

const answer: Check = (value) =>
  typeof value === "boolean" ||
  isText(value) ||
  (Array.isArray(value) && value.length <= MAX_KEYS && value.every((one) => isText(one)))
    ? ""
    : "must be a text, a list of texts, true or false";

const selector: Check = (value) => {
  if (value === null) return "";
  try {
    if (isText(value) && value) {
      document.querySelector(value);
      return "";
    }
  } catch {
    // no selector of CSS
  }
  return "must be a selector of CSS, or null";
};

const identity: Check = (value) =>
  isObject(value) || isText(value, 100_000) ? "" : "must be a token, or an object";

const tags: readonly Check[] = [
  text(1, 100),
  ...Array.from({ length: MAX_TAGS - 1 }, () => optional(text(1, 100))),
  oneOf(undefined),
];

/** The arguments of the commands. Those of the others are not looked at. */
const ARGUMENTS: { readonly [C in keyof FoyerCommands]?: readonly Check[] } = {
  identify: [identity],
  set: [record(attribute)],
  track: [text(1, 100), optional(record(attribute))],
  tag: tags,
  untag: tags,
  write: [text(0)],
  prefill: [record(answer)],
  start: [optional(object({ message: text(0), department: text(0, 200) }))],
  language: [matching(/^[a-z]{2,3}([-_][a-z\d]{2,8})*$/i, "a language tag, e.g. de")],
  theme: [
    object({
      scheme: oneOf("light", "dark", "auto"),
      accent: matching(HEX_COLOUR, "a colour such as #0f5b4c"),
      radius: number(0, 40),
      font: matching(/^[^;{}<>\\]{1,200}$/, "a font-family of CSS"),
      position: oneOf("left", "right"),
      offset: object({ x: number(0, MAX_LENGTH), y: number(0, MAX_LENGTH) }),
      zIndex: number(-2_147_483_648, 2_147_483_647),
    }),
  ],
  launcher: [selector],
};

/**
 * Checks the arguments of a command that a page has called. Pages are written in JavaScript, so they may be anything.
 *
 * @returns the fault in words for developers: `accent must be a colour such as #0f5b4c`; empty: there is none
 */
export function faultOfCall(command: keyof FoyerCommands, args: readonly unknown[]): string {
  for (const [at, check] of (ARGUMENTS[command] ?? []).entries()) {
    const fault = check(args[at]);
    if (fault) return fault;
  }
  return "";
}
