import { randomBytes } from "node:crypto";
import "fake-indexeddb/auto";
import { uuidv7 } from "../../shared/rules/uuid.ts";
import { drawDigits } from "../../shared/rules/visitor-id.ts";
import { createApiClient } from "../../widget/delivery/api-client.ts";
import { type Outbox, openOutbox } from "../../widget/delivery/outbox.ts";
import type { OutboxEvent } from "../../widget/delivery/outbox-event.ts";
import { openDiskStore } from "../../widget/delivery/outbox-store.ts";
import { createSender } from "../../widget/delivery/sender.ts";
import { solveWork } from "../../widget/delivery/solve-work.ts";
import type { VisitorStore } from "../../widget/embed/visitor.ts";
import { proofOf, type VisitorRecord, visitorIdOf } from "../../widget/embed/visitor-record.ts";
import { submission } from "./browser-visitor.ts";

/** The outbox's clock runs this many times faster, so that a test of many failures is short. */
const SPEED = 20;

/** The store of a visitor, who is registered as by the embed, but without a page. */
function visitorStoreOf(record: VisitorRecord, propertyUrl: string): VisitorStore {
  return {
    read: () => record,
    write: () => undefined,
    issue: () => record,
    renew: () => record,
    forget: () => undefined,
    checkStorage: () => false,
    visit: (signal) =>
      fetch(`${propertyUrl}/visits`, {
        method: "POST",
        signal,
        body: JSON.stringify({
          visitor: visitorIdOf(record),
          proof: proofOf(record),
          page: "https://example.com/",
          referrer: "",
          language: "en",
          timeZone: "UTC",
          screen: "1280x800",
        }),
      }),
  };
}

/** A browser of one visitor as the outbox sees it: a disk, a network, and a page that can be closed. */
export class OutboxBrowser {
  readonly visitor: VisitorRecord = drawDigits(crypto, 49);
  /** The IDs of the deliveries that were stored on disk, in order. */
  readonly written: string[] = [];
  readonly accepted: string[] = [];
  readonly refused: string[] = [];
  readonly #name = `outbox-${visitorIdOf(this.visitor)}`;
  readonly #propertyUrl: string;
  readonly #random: () => number;
  #page = new AbortController();
  #outbox: Outbox;
  #waiting: (() => void)[] = [];

  /**
   * @param propertyUrl `http://127.0.0.1:1234/w/PROPERTY`
   * @param random from 0 up to 1
   */
  constructor(propertyUrl: string, random: () => number) {
    this.#propertyUrl = propertyUrl;
    this.#random = random;
    this.#outbox = this.#load();
  }

  #load(): Outbox {
    const visitors = visitorStoreOf(this.visitor, this.#propertyUrl);
    const started = performance.now();
    const page = new AbortController();
    this.#page = page;
    const after = (ms: number, job: () => void) => {
      const timer = setTimeout(job, ms / SPEED);
      page.signal.addEventListener("abort", () => clearTimeout(timer));
      return () => clearTimeout(timer);
    };
    return openOutbox({
      disk: openDiskStore(this.#name, after),
      send: createSender(
        createApiClient({
          propertyUrl: this.#propertyUrl,
          signal: page.signal,
          fetch,
          visitors,
          pageVisit: () => undefined,
          after: (ms, job) => after(ms * SPEED, job),
        }),
        solveWork,
      ),
      exclusively: (job) => job(),
      publish: (event) => {
        if (!page.signal.aborted) this.#onEvent(event);
      },
      setPending: () => undefined,
      now: Date.now,
      monotonicNow: () => (performance.now() - started) * SPEED,
      random: this.#random,
      after,
    });
  }

  #onEvent(event: OutboxEvent): void {
    if (event.kind === "accepted") this.accepted.push(event.entry.delivery.id);
    if (event.kind === "refused") this.refused.push(`${event.problem.code} ${event.problem.detail ?? ""}`);
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** The visitor sends a form. Resolves when the delivery is stored on disk. */
  async write(text: string): Promise<void> {
    const id = uuidv7(Date.now(), randomBytes(8));
    const delivery = {
      ...submission({ name: "Ada", email: `${visitorIdOf(this.visitor)}@example.com`, message: text }),
      id,
    };
    await this.#outbox.put(delivery, this.visitor, null);
    this.written.push(id);
  }

  /** Closes the tab at any moment, and opens it again. */
  reload(): void {
    this.#page.abort();
    this.#outbox.stop();
    this.#outbox = this.#load();
    this.#outbox.flush();
  }

  /** The network is back. */
  online(): void {
    this.#outbox.flush();
  }

  /** Resolves when at most this many deliveries wait. */
  async backlog(most: number): Promise<void> {
    for (;;) {
      const event = this.news(); // before the check, because it may happen meanwhile
      const entries = await this.#outbox.all();
      if (entries.filter(({ problem }) => !problem).length <= most) return;
      await event;
    }
  }

  /** Resolves at the next event of the outbox. */
  news(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  close(): void {
    this.#page.abort();
    this.#outbox.stop();
  }
}
