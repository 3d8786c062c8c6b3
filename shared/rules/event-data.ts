import { tidyLine } from "./text.ts";

/** The longest name of an event, in UTF-16 code units. */
export const MAX_EVENT_NAME = 100;
/** How many values an event has at most, and how long a key and a text are, in UTF-16 code units. */
export const MAX_EVENT_KEYS = 20;
export const MAX_EVENT_KEY = 40;
export const MAX_EVENT_TEXT = 500;
/** How many tags a page may give a visitor. */
export const MAX_PAGE_TAGS = 10;

/** A value of an event. */
export type EventValue = string | number | boolean;
/** The values of an event by their keys, in the page's order. */
export type EventData = readonly (readonly [key: string, value: EventValue])[];

/** The name of an event as it is stored; null: it is no text, empty or too long. Pure. */
export function eventName(given: unknown): string | null {
  if (typeof given !== "string" || given.length > MAX_EVENT_NAME) return null;
  return tidyLine(given) || null;
}

/**
 * Reads the values of an event. A value that cannot be used costs the value, not the event; null is none. Pure.
 *
 * @returns the values, and the keys of those that cannot be used, cut to `MAX_EVENT_KEY`
 */
export function readEventData(given: unknown): {
  readonly data: EventData;
  readonly ignored: readonly string[];
} {
  if (given === undefined || given === null) return { data: [], ignored: [] };
  if (typeof given !== "object" || Array.isArray(given)) return { data: [], ignored: ["data"] };
  const data = new Map<string, EventValue>();
  const ignored: string[] = [];
  for (const [name, one] of Object.entries(given)) {
    if (one === null || one === undefined) continue;
    const [key, value] = [eventKey(name), eventValue(one)];
    if (key === null || value === null || (data.size >= MAX_EVENT_KEYS && !data.has(key)))
      ignored.push(name.slice(0, MAX_EVENT_KEY));
    else data.set(key, value);
    if (ignored.length >= MAX_EVENT_KEYS) break;
  }
  return { data: [...data], ignored };
}

function eventKey(name: string): string | null {
  return name.length > MAX_EVENT_KEY ? null : tidyLine(name) || null;
}

/** @returns null: it is neither a text, nor a number that JSON has, nor true or false; or the text is too long or empty */
function eventValue(value: unknown): EventValue | null {
  if (typeof value === "string") return value.length > MAX_EVENT_TEXT ? null : tidyLine(value) || null;
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  return typeof value === "boolean" ? value : null;
}
