import type { Named, Source } from "../../../../shared/contact.ts";
import type { Attribute, ContactFilter } from "../../../../shared/crm.ts";
import { shortDate, startOfDay } from "../../ui/format.ts";
import { formatValue } from "../detail-value.tsx";
import { fieldLabel, SOURCE_LABELS } from "../details.ts";

/** One condition of a filter, in words, and the filter without it. */
export interface FilterChip {
  readonly key: string;
  readonly label: string;
  readonly without: ContactFilter;
}

/** What the IDs in a filter stand for. */
interface FilterNames {
  readonly tags: readonly Named[];
  readonly organization: Named | null;
  readonly attributes: readonly Attribute[];
}

/** The filter with some of it changed; what is blank is left out. */
export function changeFilter(
  filter: ContactFilter,
  change: Partial<Record<keyof ContactFilter, string | undefined>>,
) {
  const entries = Object.entries({ ...filter, ...change }).filter(([, value]) => value);
  return Object.fromEntries(entries) as ContactFilter;
}

const parts = (list: string | undefined, by: string) => (list ? list.split(by) : []);

/** A list with an item more, or without it if it was there. */
export function toggleItem(list: string | undefined, item: string, by = ","): string {
  const old = parts(list, by);
  return (old.includes(item) ? old.filter((one) => one !== item) : [...old, item]).join(by);
}

/** Every condition of a filter, but for the words that are searched for and the order. */
export function filterChips(filter: ContactFilter, known: FilterNames): readonly FilterChip[] {
  const chip = (key: string, label: string, change: Parameters<typeof changeFilter>[1]): FilterChip => ({
    key,
    label,
    without: changeFilter(filter, change),
  });
  const name = (items: readonly Named[], id: string) => items.find((one) => one.id === id)?.name ?? "…";
  return [
    ...parts(filter.source, ",").map((source) =>
      chip(`source ${source}`, `From ${SOURCE_LABELS[source as Source]}`, {
        source: toggleItem(filter.source, source),
      }),
    ),
    ...parts(filter.tag, ",").map((tag) =>
      chip(`tag ${tag}`, `Tag: ${name(known.tags, tag)}`, { tag: toggleItem(filter.tag, tag) }),
    ),
    ...(filter.organization
      ? [
          chip("organization", `Organization: ${known.organization?.name ?? "…"}`, {
            organization: undefined,
          }),
        ]
      : []),
    ...parts(filter.attribute, ";").map((one) =>
      chip(`attribute ${one}`, attributeText(one, known.attributes), {
        attribute: toggleItem(filter.attribute, one, ";"),
      }),
    ),
    ...(filter.since ? [chip("since", `Contact ${rangeText(filter.since)}`, { since: undefined })] : []),
    ...(filter.seen ? [chip("seen", `Seen ${rangeText(filter.seen)}`, { seen: undefined })] : []),
    ...(filter.email
      ? [chip("email", filter.email === "yes" ? "Has an e-mail" : "Has no e-mail", { email: undefined })]
      : []),
    ...(filter.phone
      ? [chip("phone", filter.phone === "yes" ? "Has a phone" : "Has no phone", { phone: undefined })]
      : []),
    ...(filter.identity
      ? [chip("identity", filter.identity === "proven" ? "Proven" : "Claimed", { identity: undefined })]
      : []),
  ];
}

function attributeText(text: string, attributes: readonly Attribute[]): string {
  const at = text.indexOf(":");
  const key = text.slice(0, at);
  const attribute = attributes.find((one) => one.key === key);
  const shown = (value: string) => formatValue(attribute?.type ?? null, value);
  const [, from = "", to = ""] = /^(.*)\.\.(.*)$/.exec(text.slice(at + 1)) ?? [];
  const label = fieldLabel(`custom:${key}`, attributes);
  if (from && to) return `${label}: ${shown(from)} to ${shown(to)}`;
  if (from || to) return from ? `${label}: from ${shown(from)}` : `${label}: up to ${shown(to)}`;
  return `${label}: ${shown(text.slice(at + 1))}`;
}

function rangeText(range: string): string {
  const [from, to] = range.split("..").map((time) => (time ? shortDate(Number(time)) : ""));
  if (from && to) return `${from} to ${to}`;
  return from ? `since ${from}` : `until ${to}`;
}

const DAY_LENGTH = 24 * 60 * 60_000;

/** Whether a date field holds a whole date or nothing: a year that is being typed begins as `0002`. */
export const isWholeDay = (day: string) => !day.startsWith("0");

/** Two days of this browser's calendar, as `2026-01-31`, as a range of times; the last day counts whole. */
export function toTimeRange(from: string, to: string): string | undefined {
  const start = (day: string) => new Date(`${day}T00:00:00`).getTime();
  const [first, last] = [start(from), start(to)];
  if (Number.isNaN(first) && Number.isNaN(last)) return undefined;
  // a day may have 23 or 25 hours: its end is before the beginning of the one after
  const end = Number.isNaN(last) ? "" : startOfDay(last + 1.5 * DAY_LENGTH) - 1;
  return `${Number.isNaN(first) ? "" : first}..${end}`;
}

/** A range of times as the two days that it was made of. */
export function toDays(range: string | undefined): readonly [from: string, to: string] {
  const [from = "", to = ""] = (range ?? "..").split("..");
  const day = (time: string) => {
    if (!time) return "";
    const date = new Date(Number(time));
    const two = (number: number) => String(number).padStart(2, "0");
    return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  };
  return [day(from), day(to)];
}

/** Whether two filters list the same, in the same order. */
export function isSameFilter(a: ContactFilter, b: ContactFilter): boolean {
  const plain = (filter: ContactFilter) => JSON.stringify(Object.entries(changeFilter(filter, {})).sort());
  return plain(a) === plain(b);
}

/** Whether everybody is listed, in whichever order. */
export const isUnfiltered = ({ sort: _sort, order: _order, ...filter }: ContactFilter) =>
  Object.keys(changeFilter(filter, {})).length === 0;
