import type { ActivityEntry } from "../../shared/activity.ts";
import { type EventData, eventName, MAX_EVENT_KEY, readEventData } from "../../shared/rules/event-data.ts";

/** An event as it can be stored. */
export interface ReportedEvent {
  readonly name: string;
  readonly data: EventData;
  readonly page: string;
  /** How long before the request it happened, ms. */
  readonly ago: number;
}

/** A batch with the last word about each attribute and tag. */
export interface FoldedActivity {
  /** The last value of each attribute; null: the page removes it. */
  readonly attributes: ReadonlyMap<string, unknown>;
  /** Whether the page gives the tag, or removes it, by the tag's name. */
  readonly tags: ReadonlyMap<string, boolean>;
  readonly events: readonly ReportedEvent[];
  /** The names of what cannot be used, whatever the property has defined. */
  readonly ignored: readonly string[];
}

/** Combines the entries of a batch, in their order. Pure. */
export function foldEntries(entries: readonly ActivityEntry[]): FoldedActivity {
  const attributes = new Map<string, unknown>();
  const tags = new Map<string, boolean>();
  const events: ReportedEvent[] = [];
  const ignored: string[] = [];
  for (const entry of entries) {
    if (entry.kind === "set") {
      const given = entry.attributes;
      if (typeof given !== "object" || given === null || Array.isArray(given)) ignored.push("attributes");
      else for (const [key, value] of Object.entries(given)) attributes.set(key, value);
    } else if (entry.kind === "event") {
      const name = eventName(entry.name);
      const read = readEventData(entry.data);
      if (name === null) ignored.push("events");
      else events.push({ name, data: read.data, page: entry.page, ago: entry.ago });
      ignored.push(...read.ignored.map((key) => `events.${(name ?? "").slice(0, MAX_EVENT_KEY)}.${key}`));
    } else for (const tag of entry.tags) tags.set(tag, entry.kind === "tag");
  }
  return { attributes, tags, events, ignored };
}
