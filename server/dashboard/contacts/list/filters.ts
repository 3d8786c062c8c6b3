import { type Named, SOURCES } from "../../../../shared/contact.ts";
import type { Attribute, ContactFilter } from "../../../../shared/crm.ts";
import { t } from "../../i18n/translate.ts";
import { shortDate, startOfDay } from "../../ui/format.ts";
import { formatValue } from "../detail-value.tsx";
import { fieldLabel, SOURCE_LABELS } from "../details.ts";

/** One condition of a filter as text, and the filter without it. */
export interface FilterChip {
  readonly id: string;
  readonly label: string;
  readonly without: ContactFilter;
}

/** The names of the records whose IDs are in a filter. */
interface FilterNames {
  readonly tags: readonly Named[];
  readonly organization: Named | null;
  readonly attributes: readonly Attribute[];
}

/** New values of some conditions; an empty or undefined value removes the condition. */
export type FilterChange = { readonly [K in keyof ContactFilter]?: ContactFilter[K] | "" | undefined };

/** The filter with some conditions changed. Conditions without a value are left out. */
export function changeFilter(filter: ContactFilter, change: FilterChange): ContactFilter {
  const entries = Object.entries({ ...filter, ...change }).filter(([, value]) => value);
  // keys are only removed here, so every value keeps the type of its key
  return Object.fromEntries(entries) as ContactFilter;
}

const splitList = (list: string | undefined, separator: string) => (list ? list.split(separator) : []);

/** A list with one more item, or without the item if the list contains it. */
export function toggleItem(list: string | undefined, item: string, separator = ","): string {
  const old = splitList(list, separator);
  return (old.includes(item) ? old.filter((one) => one !== item) : [...old, item]).join(separator);
}

/** Every condition of a filter, except the search text and the order. */
export function filterChips(filter: ContactFilter, names: FilterNames): readonly FilterChip[] {
  const chip = (id: string, label: string, change: FilterChange): FilterChip => ({
    id,
    label,
    without: changeFilter(filter, change),
  });
  const listChips = (
    key: "source" | "tag" | "attribute",
    separator: string,
    labelOf: (item: string) => string,
  ) =>
    splitList(filter[key], separator).map((item) =>
      chip(`${key} ${item}`, labelOf(item), { [key]: toggleItem(filter[key], item, separator) }),
    );
  const valueChip = <K extends keyof ContactFilter>(
    key: K,
    labelOf: (value: NonNullable<ContactFilter[K]>) => string,
  ) => {
    const value = filter[key];
    return value ? [chip(key, labelOf(value), { [key]: undefined })] : [];
  };
  return [
    ...listChips("source", ",", (source) => t("Source: {source}", { source: sourceLabel(source) })),
    ...listChips("tag", ",", (id) =>
      t("Tag: {tag}", { tag: names.tags.find((tag) => tag.id === id)?.name ?? "…" }),
    ),
    ...valueChip("organization", () => t("Organization: {name}", { name: names.organization?.name ?? "…" })),
    ...listChips("attribute", ";", (condition) => attributeText(condition, names.attributes)),
    ...valueChip("since", (range) => t("Contact since: {range}", { range: rangeText(range) })),
    ...valueChip("seen", (range) => t("Last seen: {range}", { range: rangeText(range) })),
    ...valueChip("email", (email) => (email === "yes" ? t("Has an e-mail") : t("Has no e-mail"))),
    ...valueChip("phone", (phone) => (phone === "yes" ? t("Has a phone") : t("Has no phone"))),
    ...valueChip("identity", (identity) => (identity === "proven" ? t("Proven") : t("Claimed"))),
  ];
}

function sourceLabel(text: string): string {
  const source = SOURCES.find((one) => one === text);
  return source ? t(SOURCE_LABELS[source]) : text;
}

/** @param condition `KEY:VALUE` or `KEY:FROM..TO` */
function attributeText(condition: string, attributes: readonly Attribute[]): string {
  const colon = condition.indexOf(":");
  const key = condition.slice(0, colon);
  const wanted = condition.slice(colon + 1);
  const attribute = attributes.find((one) => one.key === key);
  const format = (value: string) => formatValue(attribute?.type ?? null, value);
  const [, from = "", to = ""] = /^(.*)\.\.(.*)$/.exec(wanted) ?? [];
  const label = fieldLabel(`custom:${key}`, attributes);
  if (from && to) return t("{label}: {from} to {to}", { label, from: format(from), to: format(to) });
  if (from || to)
    return from
      ? t("{label}: from {from}", { label, from: format(from) })
      : t("{label}: up to {to}", { label, to: format(to) });
  return `${label}: ${format(wanted)}`;
}

function rangeText(range: string): string {
  const [from, to] = range.split("..").map((time) => (time ? shortDate(Number(time)) : ""));
  if (from && to) return `${from} to ${to}`;
  return from ? `from ${from}` : `until ${to}`;
}

const DAY_LENGTH = 24 * 60 * 60_000;

/** Whether a date field is complete or empty. A year that is being typed begins with zeros, as in `0002`. */
export const isCompleteDay = (day: string) => !day.startsWith("0");

/**
 * Converts two days of this browser's calendar, as `2026-01-31`, to a range of times, `FROM..TO` in milliseconds. The
 * last day is included. Undefined if both are empty.
 */
export function toTimeRange(from: string, to: string): string | undefined {
  const start = (day: string) => new Date(`${day}T00:00:00`).getTime();
  const [first, last] = [start(from), start(to)];
  if (Number.isNaN(first) && Number.isNaN(last)) return undefined;
  // a day may have 23 or 25 hours, so its end is computed from the start of the next day
  const end = Number.isNaN(last) ? "" : startOfDay(last + 1.5 * DAY_LENGTH) - 1;
  return `${Number.isNaN(first) ? "" : first}..${end}`;
}

/** The two days of a time range, the reverse of `toTimeRange`. */
export function toDays(range: string | undefined): readonly [from: string, to: string] {
  const [from = "", to = ""] = (range ?? "..").split("..");
  const day = (time: string) => {
    if (!time) return "";
    const date = new Date(Number(time));
    const pad = (number: number) => String(number).padStart(2, "0");
    return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
  };
  return [day(from), day(to)];
}

/** Whether two filters have the same conditions and the same order. */
export function isSameFilter(a: ContactFilter, b: ContactFilter): boolean {
  const normalized = (filter: ContactFilter) =>
    JSON.stringify(Object.entries(changeFilter(filter, {})).sort());
  return normalized(a) === normalized(b);
}

/** Whether a filter has no condition. Its order does not matter. */
export const isUnfiltered = ({ sort: _sort, order: _order, ...filter }: ContactFilter) =>
  Object.keys(changeFilter(filter, {})).length === 0;
