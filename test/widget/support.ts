import { onTestFinished, vi } from "vitest";
import type { SubmissionDelivery } from "../../shared/delivery.ts";
import { problem } from "../../shared/error.ts";
import { defaultSettings, type EmbedSettings } from "../../shared/property.ts";
import { uuidv7 } from "../../shared/rules/uuid.ts";
import type { OutboxOptions, SendResult } from "../../widget/delivery/outbox.ts";
import type { OutboxEvent } from "../../widget/delivery/outbox-event.ts";
import { type OutboxEntry, type OutboxStore, openMemoryStore } from "../../widget/delivery/outbox-store.ts";
import type { VisitorStore } from "../../widget/embed/visitor.ts";

/** Passes on the window's events to a store during a session, as the embed does. */
export function watchStorage(visitors: VisitorStore, session: AbortController, onForget: () => void): void {
  const onEvent = (event: Event) => {
    if (visitors.checkStorage(event as StorageEvent & PageTransitionEvent)) onForget();
  };
  for (const type of ["storage", "pagehide", "pageshow"]) addEventListener(type, onEvent, session);
}

export const ANA = `V0000000000000001${"1".repeat(32)}`;
export const BEN = `V0000000000000002${"2".repeat(32)}`;

let made = 0;

/** A new delivery; a later one has a later ID. */
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
    base: "//chat.example.com/w/",
    labels: [
      ["ar", "فتح المحادثة"],
      ["en", "Open chat", ".*"],
    ],
    ...change,
  };
}

/** A server that accepts each delivery once, and remembers the order. */
export function fakeServer() {
  const stored: string[] = [];
  const batches: string[][] = [];
  let answers: SendResult[] = [];
  return {
    stored,
    batches,
    /** The answers to the next requests. */
    answerNext(...results: SendResult[]) {
      answers = results;
    },
    async send(batch: readonly OutboxEntry[]): Promise<SendResult> {
      const ids = batch.map(({ delivery }) => delivery.id);
      batches.push(ids);
      const answer = answers.shift();
      if (answer) return answer;
      for (const id of ids) if (!stored.includes(id)) stored.push(id);
      return {
        retryAfter: null,
        receipts: ids.map((id) => ({ status: "accepted", id, conversation: "c", ticket: 7 })),
      };
    },
  };
}

export const UNAVAILABLE: SendResult = { retryAfter: null };
export const REFUSED: SendResult = { problem: problem("origin_not_allowed"), retryAfter: null };

/** Timers that run when the test advances the clock. */
export function fakeTimers() {
  const timers = new Map<number, { at: number; job: () => void }>();
  let next = 0;
  let now = 1_000_000;
  let offset = 0;
  return {
    /** The clock, which `setClock` changes; timers and `monotonicNow` do not follow it. */
    now: () => now + offset,
    monotonicNow: () => now,
    setClock(ms: number) {
      offset += ms;
    },
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

/** Resolves after all promises and IndexedDB requests that need no timer. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 40; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** A lock that several tabs share. */
export function fakeLock() {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(job: () => Promise<T>): Promise<T> => {
    const result = last.then(job);
    last = result.catch(() => undefined);
    return result;
  };
}

/** A store that fails as in a browser. */
export function failingStore(name: string): OutboxStore {
  const fail = () => Promise.reject(Object.assign(new Error(name), { name }));
  return { all: fail, write: fail, close: () => undefined };
}

export function outboxOptions(
  change: Partial<OutboxOptions> & { events?: OutboxEvent[]; pending?: boolean[] } = {},
): OutboxOptions {
  const { events = [], pending = [], ...options } = change;
  const timers = fakeTimers();
  return {
    disk: openMemoryStore(),
    send: fakeServer().send,
    exclusively: fakeLock(),
    publish: (event) => events.push(event),
    setPending: (isPending) => pending.push(isPending),
    now: timers.now,
    monotonicNow: timers.monotonicNow,
    random: () => 0.5,
    after: timers.after,
    ...options,
  };
}

/** Makes the browser of the running test one with a touch screen and no mouse. */
export function pretendTouchScreen(): void {
  const { matchMedia } = window;
  onTestFinished(() => void vi.restoreAllMocks());
  vi.spyOn(window, "matchMedia").mockImplementation((query) => {
    const list = matchMedia.call(window, query);
    Object.defineProperty(list, "matches", { value: query === "(pointer: coarse)" });
    return list;
  });
}
