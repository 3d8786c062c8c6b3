import type { SubmissionDelivery } from "../../shared/delivery.ts";
import { problem } from "../../shared/error.ts";
import { defaultSettings, type EmbedSettings } from "../../shared/property.ts";
import { uuidv7 } from "../../shared/rules/uuid.ts";
import type { News, OutboxParts, Outcome } from "../../widget/delivery/outbox.ts";
import { type Entry, memoryStore, type Store } from "../../widget/delivery/outbox-store.ts";

export const ANA = `V0000000000000001${"1".repeat(32)}`;
export const BEN = `V0000000000000002${"2".repeat(32)}`;

let made = 0;

/** A delivery that no other is; later ones have later IDs. */
export function deliver(answers: SubmissionDelivery["answers"] = { message: "Hello" }): SubmissionDelivery {
  return {
    id: uuidv7(1_700_000_000_000 + ++made, new Uint8Array(8)),
    kind: "submission",
    at: 0,
    form: "pre_chat",
    version: "1",
    answers,
    page: "https://shop.example.com/",
    locale: "en",
    shownFor: 5000,
    trap: "",
  };
}

export function settingsFor(change: Partial<EmbedSettings> = {}): EmbedSettings {
  const { preChatForm, offlineForm } = defaultSettings("Haus am Steg", "Europe/Berlin");
  return {
    property: "abcdefghij",
    name: "Haus am Steg",
    accent: "#0f5b4c",
    onAccent: "#ffffff",
    position: "right",
    consent: "none",
    available: true,
    forms: { pre_chat: { version: "1", ...preChatForm }, offline: { version: "1", ...offlineForm } },
    files: "assets/Hash1234/",
    launcher: { en: "Open chat", ar: "فتح المحادثة" },
    ...change,
  };
}

/** Accepts everything, each once, and remembers the order. */
export function fakeServer() {
  const kept: string[] = [];
  const batches: string[][] = [];
  let answers: Outcome[] = [];
  return {
    kept,
    batches,
    /** What the next requests hear instead. */
    next(...outcomes: Outcome[]) {
      answers = outcomes;
    },
    async send(batch: readonly Entry[]): Promise<Outcome> {
      const ids = batch.map(({ delivery }) => delivery.id);
      batches.push(ids);
      const answer = answers.shift();
      if (answer) return answer;
      for (const id of ids) if (!kept.includes(id)) kept.push(id);
      return {
        after: null,
        receipts: ids.map((id) => ({ status: "accepted", id, conversation: "c", ticket: 7 })),
      };
    },
  };
}

export const LATER: Outcome = { after: null };
export const REFUSED: Outcome = { problem: problem("origin_not_allowed"), after: null };

/** Timers that run when the test says so. */
export function fakeTimers() {
  const timers = new Map<number, { at: number; job: () => void }>();
  let next = 0;
  let now = 1_000_000;
  return {
    now: () => now,
    waiting: () => [...timers.values()].map(({ at }) => at - now),
    after(ms: number, job: () => void) {
      const id = next++;
      timers.set(id, { at: now + ms, job });
      return () => {
        timers.delete(id);
      };
    },
    async advance(ms: number) {
      now += ms;
      for (const [id, { at, job }] of [...timers])
        if (at <= now) {
          timers.delete(id);
          job();
        }
      await settled();
    },
  };
}

/** Lets everything happen that needs no timer of ours: promises, IndexedDB. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 40; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** One lock for several tabs. */
export function fakeLock() {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(job: () => Promise<T>): Promise<T> => {
    const mine = last.then(job);
    last = mine.catch(() => undefined);
    return mine;
  };
}

/** A store that fails like a browser's. */
export function failingStore(name: string): Store {
  const fail = () => Promise.reject(Object.assign(new Error(name), { name }));
  return { all: fail, write: fail, close: () => undefined };
}

export function outboxParts(
  change: Partial<OutboxParts> & { news?: News[]; marks?: boolean[] } = {},
): OutboxParts {
  const { news = [], marks = [], ...parts } = change;
  const timers = fakeTimers();
  return {
    disk: memoryStore(),
    send: fakeServer().send,
    alone: fakeLock(),
    tell: (one) => news.push(one),
    mark: (waiting) => marks.push(waiting),
    now: timers.now,
    random: () => 0.5,
    after: timers.after,
    ...parts,
  };
}
