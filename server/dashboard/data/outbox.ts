import { type ReadonlySignal, signal } from "@preact/signals";
import * as z from "zod/mini";
import type { Message } from "../../../shared/conversation.ts";
import { FileInfo } from "../../../shared/file.ts";
import { isRetriable, retryDelay } from "../../../shared/rules/retry.ts";
import { errorText, toApiError } from "./api-error.ts";
import type { LocalStore } from "./storage.ts";

/** A message that an agent has written and the server has not accepted yet. */
const Outgoing = z.object({
  id: z.string(),
  property: z.string(),
  conversation: z.string(),
  kind: z.enum(["message", "note"]),
  text: z.string(),
  files: z.array(FileInfo),
  /** When it was written, by this browser's clock. */
  at: z.number(),
  /** The server's reason to refuse it, as text; null while it is waiting to be sent. */
  refused: z.nullable(z.string()),
});
export type Outgoing = z.infer<typeof Outgoing>;

interface OutboxDeps {
  readonly localStore: LocalStore;
  readonly send: (entry: Outgoing) => Promise<Message>;
  /** Runs a task while no other tab of this browser runs it. */
  readonly exclusively: (task: () => Promise<void>) => Promise<void>;
  readonly after: (ms: number, act: () => void) => () => void;
  readonly now: () => number;
  /** 0 up to 1. */
  readonly random: () => number;
}

export interface Outbox {
  /** In the order they were written. */
  readonly entries: ReadonlySignal<readonly Outgoing[]>;
  /** Opens the outbox of whoever is signed in, and sends what is left from before. */
  start(agent: string): () => void;
  add(entry: Omit<Outgoing, "refused">): void;
  retry(id: string): void;
  drop(id: string): void;
  /** Tries now, e.g. because the server is there again. */
  flush(): void;
  /** Registers a listener for accepted messages; the returned function removes it. */
  onSent(listener: (entry: Outgoing, message: Message) => void): () => void;
}

/** R21 for agents: messages stay in the browser's storage until the server has stored them. */
export function createOutbox(deps: OutboxDeps): Outbox {
  const { localStore } = deps;
  const entries = signal<readonly Outgoing[]>([]);
  const listeners = new Set<(entry: Outgoing, message: Message) => void>();
  let prefix: string | null = null;
  let failures = 0;
  let cancel: () => void = () => undefined;

  const read = () => {
    entries.value =
      prefix === null ? [] : localStore.all(prefix).flatMap(([, text]) => readEntry(text) ?? []);
  };
  const put = (entry: Outgoing) => {
    localStore.put(`${prefix}${entry.id}`, JSON.stringify(entry));
    read();
  };
  const drop = (id: string) => {
    localStore.remove(`${prefix}${id}`);
    read();
  };

  /** @returns whether to go on with the next one */
  async function sendOne(entry: Outgoing): Promise<boolean> {
    const mine = prefix;
    try {
      const message = await deps.send(entry);
      failures = 0;
      // listeners show the message as sent before it leaves the outbox, so that it never disappears from the screen
      for (const listener of listeners) listener(entry, message);
      if (mine === prefix) drop(entry.id);
      return true;
    } catch (error) {
      if (mine !== prefix) return false;
      const failure = toApiError(error);
      if (failure.code === "sign_in_required") return false; // it waits until somebody has signed in again
      if (isRetriable(failure.problem?.status ?? 0)) {
        failures++;
        cancel = deps.after(retryDelay(failures, deps.random(), null, deps.now()), flush);
        return false;
      }
      put({ ...entry, refused: errorText(failure) });
      return true;
    }
  }

  async function drain(): Promise<void> {
    cancel();
    for (;;) {
      read();
      const next = entries.value.find(({ refused }) => refused === null);
      if (!next || !(await sendOne(next))) return;
    }
  }

  const flush = () => {
    if (prefix !== null) void deps.exclusively(drain);
  };

  return {
    entries,
    start(agent) {
      const own = `foyer.outbox ${agent} `;
      prefix = own;
      read();
      flush();
      const stop = localStore.onChange((key) => {
        if (!key.startsWith(own)) return;
        read();
        // if the tab that wrote it is closed before it is sent, this one sends it
        if (entries.value.some(({ refused }) => refused === null)) flush();
      });
      return () => {
        stop();
        cancel();
        prefix = null;
        entries.value = [];
      };
    },
    add(entry) {
      put({ ...entry, refused: null });
      flush();
    },
    retry(id) {
      const entry = entries.value.find((one) => one.id === id);
      if (!entry) return;
      put({ ...entry, refused: null });
      flush();
    },
    drop,
    flush,
    onSent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Parses a stored entry; null for one of another shape, left by an older version of the page. */
function readEntry(text: string): Outgoing | null {
  try {
    const parsed = z.safeParse(Outgoing, JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null; // somebody has written there by hand
  }
}
