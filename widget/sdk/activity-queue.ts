import type { ActivityEntry } from "../../shared/activity.ts";
import { MAX_EVENT_KEY, MAX_EVENT_KEYS, MAX_EVENT_TEXT } from "../../shared/rules/event-data.ts";
import type { ActivityCall } from "./activity-module.ts";

/** How many events, attributes and tags wait at most. */
const MAX_EVENTS = 500;
const MAX_NAMES = 100;
const MAX_TAGS = 20;
/** How many events a batch has at most, and how long their values are together, in characters. */
const BATCH_EVENTS = 90;
const BATCH_LENGTH = 100_000;

type Values = Readonly<Record<string, unknown>>;

interface WaitingEvent {
  readonly name: string;
  readonly data: Values;
  readonly page: string;
  /** On the page's monotonic clock, ms. */
  readonly at: number;
  readonly length: number;
}

/** The statements of a page about its visitor that are not sent yet. Everything in it is bounded, however often a page calls. */
export interface ActivityQueue {
  /**
   * Adds what a call says. Of an attribute or a tag, the last word counts.
   *
   * @param at on the page's monotonic clock, ms
   * @returns what was left out, in words for developers; empty: nothing
   */
  add(call: Exclude<ActivityCall, { readonly type: "page" }>, page: string, at: number): string;
  /** Removes the entries of the next batch, without prototypes (no `toJSON` of the page is called); empty: there are none. */
  take(now: number): readonly ActivityEntry[];
}

/** An object or a list as JSON writes it, whatever a page has added to the prototypes. */
const bare = <T extends object>(value: T): T => Object.setPrototypeOf(value, null);

export function createActivityQueue(): ActivityQueue {
  const attributes = new Map<string, unknown>();
  const tags = new Map<string, boolean>();
  const events: WaitingEvent[] = [];

  /** Puts the last word about a name into a map that is not full. */
  const put = <V>(map: Map<string, V>, [name, value]: readonly [string, V], most: number) => {
    if (map.size >= most && !map.has(name)) return false;
    map.set(name, value);
    return true;
  };

  function addEvent(
    { event, data = {} }: Extract<ActivityCall, { type: "track" }>,
    page: string,
    at: number,
  ) {
    const given = Object.entries(data).filter(([, value]) => value !== null && value !== undefined);
    const usable = given
      .filter(([key, value]) => key.length <= MAX_EVENT_KEY && !(String(value).length > MAX_EVENT_TEXT))
      .slice(0, MAX_EVENT_KEYS);
    const length = usable.reduce((sum, [key, value]) => sum + key.length + String(value).length, 0);
    events.push({ name: event, data: Object.fromEntries(usable), page, at, length });
    if (events.length > MAX_EVENTS) {
      events.shift();
      return `more than ${MAX_EVENTS} events wait, the oldest are left out`;
    }
    return usable.length < given.length
      ? `${event}: at most ${MAX_EVENT_KEYS} values, keys of ${MAX_EVENT_KEY} and texts of ${MAX_EVENT_TEXT} characters; the rest is left out`
      : "";
  }

  return {
    add(call, page, at) {
      if (call.type === "track") return addEvent(call, page, at);
      const isStored =
        call.type === "set"
          ? Object.entries(call.attributes).map((one) => put(attributes, one, MAX_NAMES))
          : call.tags.map((tag) => put(tags, [tag, call.type === "tag"], MAX_TAGS));
      return isStored.includes(false) ? "too many names wait, the last are left out" : "";
    },

    take(now) {
      const entries: ActivityEntry[] = [];
      if (attributes.size)
        entries.push({ kind: "set", attributes: bare(Object.fromEntries(attributes)) } as const);
      for (const isSet of [false, true]) {
        const named = [...tags].flatMap(([name, one]) => (one === isSet ? [name] : []));
        if (named.length) entries.push({ kind: isSet ? "tag" : "untag", tags: bare(named) });
      }
      attributes.clear();
      tags.clear();
      let length = 0;
      while (events.length && entries.length < BATCH_EVENTS && length < BATCH_LENGTH) {
        const [{ name, data, page, at, length: its }] = events.splice(0, 1) as [WaitingEvent];
        length += its;
        entries.push({ kind: "event", name, data: bare({ ...data }), page, ago: Math.max(0, now - at) });
      }
      return entries.map(bare);
    },
  };
}
