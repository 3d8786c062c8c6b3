import { randomBytes } from "node:crypto";
import "fake-indexeddb/auto";
import { uuidv7 } from "../../shared/rules/uuid.ts";
import { type News, type Outbox, openOutbox } from "../../widget/delivery/outbox.ts";
import { diskStore } from "../../widget/delivery/outbox-store.ts";
import { createSender, openAccess } from "../../widget/delivery/sender.ts";
import { drawVisitor, type VisitorKeeper } from "../../widget/embed/visitor.ts";
import { idOf, proofOf, type VisitorRecord } from "../../widget/embed/visitor-record.ts";
import { submission } from "./browser-visitor.ts";

/** Time runs so many times faster for the outbox's waits, so that a test of many failures ends soon. */
const HASTE = 20;

/** Registers a visitor as the embed does, without a page around it. */
function keeperOf(record: VisitorRecord, at: string): VisitorKeeper {
  return {
    kept: () => record,
    issue: () => record,
    forget: () => undefined,
    visit: (signal) =>
      fetch(`${at}/visits`, {
        method: "POST",
        signal,
        body: JSON.stringify({
          visitor: idOf(record),
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

/** One browser of one visitor, as far as the outbox can tell: a disk, a network, and a page that can die. */
export class OutboxBrowser {
  readonly visitor: VisitorRecord = drawVisitor();
  /** The IDs of everything that was on disk before the page said so to its visitor, in order. */
  readonly written: string[] = [];
  readonly accepted: string[] = [];
  readonly refused: string[] = [];
  readonly #name = `outbox-${idOf(this.visitor)}`;
  readonly #at: string;
  readonly #random: () => number;
  #page = new AbortController();
  #outbox: Outbox;
  #waiting: (() => void)[] = [];

  /**
   * @param at `http://127.0.0.1:1234/w/PROPERTY`
   * @param random from 0 up to 1
   */
  constructor(at: string, random: () => number) {
    this.#at = at;
    this.#random = random;
    this.#outbox = this.#load();
  }

  #load(): Outbox {
    const keeper = keeperOf(this.visitor, this.#at);
    const started = Date.now();
    const page = new AbortController();
    this.#page = page;
    const after = (ms: number, job: () => void) => {
      const timer = setTimeout(job, ms / HASTE);
      page.signal.addEventListener("abort", () => clearTimeout(timer));
      return () => clearTimeout(timer);
    };
    return openOutbox({
      disk: diskStore(this.#name),
      send: createSender(
        openAccess({
          at: this.#at,
          signal: page.signal,
          fetch,
          keeper,
          visited: () => undefined,
          after: (ms, job) => after(ms * HASTE, job),
        }),
      ),
      alone: (job) => job(),
      tell: (news) => {
        if (!page.signal.aborted) this.#hear(news);
      },
      mark: () => undefined,
      now: () => started + (Date.now() - started) * HASTE,
      random: this.#random,
      after,
    });
  }

  #hear(news: News): void {
    if (news.kind === "accepted") this.accepted.push(news.entry.delivery.id);
    if (news.kind === "refused") this.refused.push(`${news.problem.code} ${news.problem.detail ?? ""}`);
    for (const tell of this.#waiting.splice(0)) tell();
  }

  /** The visitor presses send. Resolves when the delivery is on the browser's disk. */
  async write(text: string): Promise<void> {
    const id = uuidv7(Date.now(), randomBytes(8));
    const delivery = {
      ...submission({ name: "Ada", email: `${idOf(this.visitor)}@example.com`, message: text }),
      id,
    };
    await this.#outbox.put(delivery, this.visitor, null);
    this.written.push(id);
  }

  /** The tab is closed in the middle of whatever it does, and opened again. */
  reload(): void {
    this.#page.abort();
    this.#outbox.stop();
    this.#outbox = this.#load();
    this.#outbox.kick();
  }

  /** The network is back. */
  online(): void {
    this.#outbox.kick();
  }

  /** Resolves when at most so many deliveries wait. */
  async backlog(most: number): Promise<void> {
    for (;;) {
      const news = this.news(); // asked for first: it may come while we look
      const entries = await this.#outbox.all();
      if (entries.filter(({ problem }) => !problem).length <= most) return;
      await news;
    }
  }

  /** Resolves when the outbox next has something to tell. */
  news(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  close(): void {
    this.#page.abort();
    this.#outbox.stop();
  }
}
