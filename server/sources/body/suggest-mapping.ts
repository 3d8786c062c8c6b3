import type { Attribute } from "../../../shared/crm.ts";
import type { ImportField } from "../../../shared/import.ts";
import {
  MAX_MAPPING_RULES,
  MAX_PATH_LENGTH,
  type Provider,
  type SourceMapping,
} from "../../../shared/webhook-source.ts";
import { matchColumns } from "../../imports/columns/match-columns.ts";
import { type BodyLeaf, bodyLeaves } from "./body-rows.ts";
import { formatPath } from "./path.ts";
import { presetMapping } from "./presets.ts";

/** Names that say nothing of what they contain: what is below them is named by itself. */
const WRAPPERS: ReadonlySet<string> = new Set(
  `answer answers attributes body content data detail details entry event fields form form_data form_response hidden item items
  object output params payload properties record records response result results submission text value values`.split(
    /\s+/,
  ),
);
/** Values of a body that a mapping is suggested by: a table has no more columns. */
const MAX_LEAVES = 300;
/** Characters of a value that its kind is recognised by. */
const MAX_SAMPLE = 200;

/** Names that only somebody uses who tries to attack a program. They are read like any other, but not suggested. */
const HOSTILE_NAMES: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/** Where the questions of a provider are; its other values are in its preset, or say nothing of the person. */
const QUESTIONS: Readonly<Partial<Record<Provider, readonly string[]>>> = {
  typeform: ["form_response", "answers"],
  calendly: ["payload", "questions_and_answers"],
  shopify: ["note_attributes"],
  woocommerce: ["meta_data"],
  stripe: ["data", "object", "custom_fields"],
};

/**
 * Suggests a mapping by the names and the values of a body, as the columns of an imported file are matched (R16), beside the
 * preset of the provider. Pure.
 */
export function suggestMapping(
  provider: Provider,
  body: unknown,
  attributes: readonly Attribute[],
): SourceMapping {
  const below = QUESTIONS[provider];
  const leaves = bodyLeaves(body)
    .filter(({ names }) => !names.some((name) => HOSTILE_NAMES.has(name)))
    .filter(
      ({ text, path }) => text?.trim() && !isSelector(path) && formatPath(path).length <= MAX_PATH_LENGTH,
    )
    .filter(({ path }) => provider === "other" || (below !== undefined && isBelow(path, below)))
    .slice(0, MAX_LEAVES);
  const { mapping } = matchColumns(leaves.map(headerOf), attributes, [
    leaves.map(({ text }) => (text ?? "").slice(0, MAX_SAMPLE)),
  ]);
  const found = leaves.flatMap(({ path }, at) => {
    const field = mapping[at];
    const isWanted = field && field !== "visitor_id" && !isInPreset(provider, field);
    return isWanted ? [{ path: formatPath(path), field }] : [];
  });
  return [...presetMapping(provider), ...found].slice(0, MAX_MAPPING_RULES);
}

/** Whether the preset of a provider finds a field in every body that has it. */
function isInPreset(provider: Provider, field: ImportField): boolean {
  if (provider === "other") return false;
  if (provider === "typeform") return field === "email" || field === "phone";
  return field === "email" || field.endsWith("name") || field.startsWith("name_");
}

/** Whether a value tells an element of an array from the others, and so is a question and no answer. */
function isSelector(path: BodyLeaf["path"]): boolean {
  const at = path.findLastIndex(({ kind }) => kind === "where");
  const [where, next] = [path[at], path[at + 1]];
  return where?.kind === "where" && next?.kind === "key" && next.key === where.keys[0];
}

function isBelow(path: BodyLeaf["path"], keys: readonly string[]): boolean {
  return keys.every((key, at) => {
    const step = path[at];
    return step?.kind === "key" && step.key === key;
  });
}

/** The name of a value, with that of the object that it is in: `billing first_name`, `company name`. */
function headerOf({ names }: BodyLeaf): string {
  const telling = names.filter((name) => name !== "" && !WRAPPERS.has(name.toLowerCase()));
  return telling.slice(-2).join(" ");
}
