import { type ReadonlySignal, signal } from "@preact/signals";
import * as z from "zod/mini";
import type { Message } from "../../../shared/conversation.ts";
import { FileInfo } from "../../../shared/file.ts";
import { isRetriable, retryDelay } from "../../../shared/rules/retry.ts";
import { type ApiError, errorText, toApiError } from "./api-error.ts";
import type { LocalStore } from "./storage.ts";

/** A message that an agent has written and the server has not accepted yet. */
const Outgoing = z.object({
  id: z.string(),
  property: z.string(),
  conversation: z.string(),
  kind: z.enum(["message", "note"]),
  text: z.string(),
  files: z.array(FileInfo),
  /** The status that the message gives a ticket. Absent: a note, or what an older page stored. */
  status: z.optional(z.enum(["open", "waiting", "solved"])),
  /** The other recipients by mail. Absent: nobody. */
  cc: z.optional(z.array(z.string())),
  bcc: z.optional(z.array(z.string())),
  /** The revision of the conversation that the agent saw. Absent: a note, or what an older page stored. */
  seen: z.optional(z.number()),
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
  /** A random number from 0 to 1. */
  readonly random: () => number;
}

export interface Outbox {
  /** In the order they were written. */
  readonly entries: ReadonlySignal<readonly Outgoing[]>;
  /** Opens the agent's outbox and sends its stored messages. The returned function closes it. */
  start(agent: string): () => void;
  add(entry: Omit<Outgoing, "refused">): void;
  retry(id: string): void;
  drop(id: string): void;
  /** Sends all waiting messages at once, e.g. because the server is reachable again. */
  flush(): void;
  /** Registers a listener for accepted messages; the returned function removes it. */
  onSent(listener: (entry: Outgoing, message: Message) => void): () => void;
}

/** R21 for agents: messages stay in the browser's storage until the server has stored them. */
export const createOutbox = (deps: OutboxDeps): Outbox => new StoredOutbox(deps);

class StoredOutbox implements Outbox {
  readonly entries = signal<readonly Outgoing[]>([]);
  readonly #deps: OutboxDeps;
  readonly #listeners = new Set<(entry: Outgoing, message: Message) => void>();
  /** The start of the storage keys of the signed-in agent's entries; null while nobody is signed in. */
  #prefix: string | null = null;
  #failures = 0;
  #cancelRetry: () => void = () => undefined;

  constructor(deps: OutboxDeps) {
    this.#deps = deps;
  }

  start(agent: string): () => void {
    const prefix = `foyer.outbox ${agent} `;
    this.#prefix = prefix;
    this.#read();
    this.flush();
    const stopWatching = this.#deps.localStore.onChange((key) => {
      if (!key.startsWith(prefix)) return;
      this.#read();
      // if the tab that stored the entry is closed before it has sent it, this tab sends it
      if (this.#nextWaiting()) this.flush();
    });
    return () => {
      stopWatching();
      this.#cancelRetry();
      this.#prefix = null;
      this.entries.value = [];
    };
  }

  add(entry: Omit<Outgoing, "refused">): void {
    this.#put({ ...entry, refused: null });
    this.flush();
  }

  retry(id: string): void {
    const entry = this.entries.value.find((one) => one.id === id);
    if (!entry) return;
    this.#put({ ...entry, refused: null });
    this.flush();
  }

  drop(id: string): void {
    this.#deps.localStore.remove(`${this.#prefix}${id}`);
    this.#read();
  }

  flush(): void {
    if (this.#prefix !== null) void this.#deps.exclusively(() => this.#sendAll());
  }

  onSent(listener: (entry: Outgoing, message: Message) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #nextWaiting(): Outgoing | undefined {
    return this.entries.value.find(({ refused }) => refused === null);
  }

  #read(): void {
    const stored = this.#prefix === null ? [] : this.#deps.localStore.all(this.#prefix);
    this.entries.value = stored.flatMap(([, text]) => readEntry(text) ?? []);
  }

  #put(entry: Outgoing): void {
    this.#deps.localStore.put(`${this.#prefix}${entry.id}`, JSON.stringify(entry));
    this.#read();
  }

  async #sendAll(): Promise<void> {
    this.#cancelRetry();
    for (;;) {
      this.#read();
      const next = this.#nextWaiting();
      if (!next || !(await this.#send(next))) return;
    }
  }

  /** @returns whether to continue with the next entry */
  async #send(entry: Outgoing): Promise<boolean> {
    const prefix = this.#prefix;
    try {
      const message = await this.#deps.send(entry);
      this.#failures = 0;
      // listeners show the message as sent before it leaves the outbox, so that it never disappears from the screen
      for (const listener of this.#listeners) listener(entry, message);
      if (prefix === this.#prefix) this.drop(entry.id);
      return true;
    } catch (error) {
      return prefix === this.#prefix && this.#onFailure(entry, toApiError(error));
    }
  }

  /** @returns whether to continue with the next entry */
  #onFailure(entry: Outgoing, failure: ApiError): boolean {
    if (failure.code === "sign_in_required") return false; // the next sign-in sends it
    if (isRetriable(failure.problem?.status ?? 0)) {
      this.#failures++;
      const { after, random, now } = this.#deps;
      this.#cancelRetry = after(retryDelay(this.#failures, random(), null, now()), () => this.flush());
      return false;
    }
    this.#put({ ...entry, refused: errorText(failure) });
    return true;
  }
}

/** Parses a stored entry; null for one of another shape, left by an older version of the page. */
function readEntry(text: string): Outgoing | null {
  try {
    const parsed = z.safeParse(Outgoing, JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null; // not JSON
  }
}
