import { randomBytes } from "node:crypto";
import { WebSocket } from "ws";
import * as z from "zod/mini";
import {
  Conversation,
  InboxPage,
  type Message,
  MessagePage,
  type VisitorMessage,
} from "../../shared/conversation.ts";
import { type Delivery, DeliveryReceipts, type Receipt } from "../../shared/delivery.ts";
import { ConnectToken, ToAgent, VisitorChanges, VisitorHistory } from "../../shared/live.ts";
import { uuidv7 } from "../../shared/rules/uuid.ts";
import type { AgentBrowser } from "./agent.ts";
import { type BrowserVisitor, submission } from "./browser-visitor.ts";

/** One entry as a client has it: what it is, where it stands, and how often it was changed. */
interface Seen {
  readonly id: string;
  readonly sequence: number;
  readonly revision: number;
  readonly text: string;
}

const newId = () => uuidv7(Date.now(), randomBytes(8));

/**
 * The state of a client of the live connection, stored as simply as possible, so that every fault of the server shows:
 * a frame that follows on a place which the client is not at, and an entry that is brought a second time.
 */
class View {
  readonly faults: string[] = [];
  readonly #entries = new Map<string, Seen>();
  sequence = 0;
  /** The sequence number of the first entry that is here, while the server has earlier ones; 0: it has none. */
  #first = 0;

  /** Whether the server has earlier entries than these. */
  get earlier(): boolean {
    return this.#first > 0;
  }

  get entries(): readonly Seen[] {
    return [...this.#entries.values()].sort((a, b) => a.sequence - b.sequence);
  }

  /**
   * Takes a frame in, first or later. Entries before the first one here are left out when they change: paging back from
   * such an entry would never bring those between.
   */
  take(
    frame: { from: number; sequence: number; reset: boolean; earlier?: boolean },
    entries: readonly Seen[],
  ): void {
    if (frame.reset) this.#entries.clear();
    else if (frame.from > this.sequence)
      this.faults.push(`at ${this.sequence}, a frame follows on ${frame.from}`);
    if (frame.reset) this.#first = frame.earlier ? (entries[0]?.sequence ?? 0) : 0;
    for (const entry of entries) {
      if (entry.sequence < this.#first) continue;
      const known = this.#entries.get(entry.id);
      if (known && known.revision >= entry.revision)
        this.faults.push(`${entry.id} came again with revision ${entry.revision} after ${known.revision}`);
      this.#entries.set(entry.id, entry);
    }
    this.sequence = Math.max(this.sequence, frame.sequence);
  }

  /** Takes in what was asked for over HTTP: that may be there already. @param earlier whether there is more before it */
  load(entries: readonly Seen[], earlier = false): void {
    this.#first = earlier ? (entries[0]?.sequence ?? 0) : 0;
    for (const entry of entries)
      if ((this.#entries.get(entry.id)?.revision ?? -1) < entry.revision) this.#entries.set(entry.id, entry);
  }
}

const seen = ({ id, sequence, revision, text }: Seen | VisitorMessage | Message): Seen => ({
  id,
  sequence,
  revision,
  text,
});

/** Sends one after the other and each until the server has it, as an outbox does. */
class Sender {
  readonly #jobs: (() => Promise<boolean>)[] = [];
  #running: Promise<void> | null = null;

  push(job: () => Promise<boolean>): void {
    this.#jobs.push(job);
    this.#running ??= this.#run();
  }

  async #run(): Promise<void> {
    for (let job = this.#jobs[0]; job; job = this.#jobs[0]) {
      // a killed server refuses the connection or answers nothing: the same again
      if (await job().catch(() => false)) this.#jobs.shift();
      else await new Promise((resolve) => setTimeout(resolve, 20));
    }
    this.#running = null;
  }

  async idle(): Promise<void> {
    while (this.#running) await this.#running;
  }
}

abstract class LiveClient {
  readonly view = new View();
  protected readonly url: string;
  protected socket: WebSocket | null = null;
  #news: (() => void)[] = [];

  constructor(url: string) {
    this.url = url;
  }

  get connected(): boolean {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  protected listen(
    address: string,
    opened: (socket: WebSocket) => void,
    onFrame: (frame: unknown) => void,
  ): void {
    const socket = new WebSocket(this.url.replace("http", "ws") + address, {
      origin: address.startsWith("/w/") ? "https://example.com" : this.url,
    });
    this.socket = socket;
    socket.on("open", () => opened(socket));
    socket.on("error", () => undefined); // `close` follows
    socket.on("message", (data) => {
      if (socket !== this.socket) return;
      onFrame(JSON.parse(String(data)));
      for (const tell of this.#news.splice(0)) tell();
    });
  }

  /** As if the cable were pulled: the server is not told. */
  cut(): void {
    this.socket?.terminate();
    this.socket = null;
  }

  /** Resolves when this client has everything up to a place, coming back as often as it has to. */
  async reach(sequence: number): Promise<void> {
    while (this.view.sequence < sequence) {
      if (!this.connected && this.socket?.readyState !== WebSocket.CONNECTING) await this.connect();
      await Promise.race([
        new Promise<void>((resolve) => this.#news.push(resolve)),
        new Promise((resolve) => setTimeout(resolve, 200)),
      ]);
    }
  }

  abstract connect(): Promise<void>;
}

/** One tab of a visitor's browser. */
export class VisitorTab extends LiveClient {
  readonly visitor: BrowserVisitor;
  readonly sender = new Sender();
  /** The delivery that opened the conversation, and what was said since, in order. */
  readonly written: string[] = [];
  readonly refused: Receipt[] = [];
  readonly opener: string;
  #conversation = "";

  constructor(url: string, visitor: BrowserVisitor, opener = newId()) {
    super(url);
    this.visitor = visitor;
    this.opener = opener;
  }

  /** Opens the conversation with the pre-chat form. */
  begin(text: string): void {
    const answers = { name: "Ann", email: `${this.visitor.id}@example.com`, message: text };
    this.#send({ ...submission(answers), id: this.opener });
  }

  say(text: string): void {
    const id = newId();
    this.written.push(id);
    this.#send({ id, kind: "message", at: Date.now(), conversation: this.opener, text, files: [] });
  }

  act(kind: "end" | "read"): void {
    const envelope = { id: newId(), at: Date.now(), conversation: this.opener };
    this.#send(kind === "end" ? { ...envelope, kind } : { ...envelope, kind, sequence: this.view.sequence });
  }

  #send(delivery: Delivery): void {
    this.sender.push(async () => {
      if (!this.visitor.token && !(await this.visitor.visit()).ok) return false;
      const response = await this.visitor.send(delivery);
      if (!response.ok) return false;
      const [receipt] = z.parse(DeliveryReceipts, await response.json()).receipts;
      if (receipt?.status === "refused") this.refused.push(receipt);
      return true;
    });
  }

  async connect(): Promise<void> {
    if (!this.visitor.token) await this.visitor.visit().catch(() => undefined);
    const { token, property } = this.visitor;
    if (!token) return;
    this.listen(
      `/w/${property}/live`,
      (socket) => socket.send(JSON.stringify({ kind: "hello", token, since: this.view.sequence })),
      (frame) => {
        const changes = z.safeParse(VisitorChanges, frame);
        if (!changes.success) return;
        this.view.take(changes.data, changes.data.messages.map(seen));
        this.#conversation = changes.data.conversation?.id ?? this.#conversation;
      },
    );
  }

  /** Pages back to the first entry. */
  async readBack(): Promise<void> {
    while (this.view.earlier) {
      const [first] = this.view.entries;
      const response = await this.visitor.post("history", {
        token: this.visitor.token,
        conversation: this.#conversation,
        before: first?.sequence ?? 0,
      });
      const page = z.parse(VisitorHistory, await response.json());
      this.view.load(page.messages.map(seen), page.earlier);
    }
  }
}

/** One dashboard of an agent. */
export class AgentTab extends LiveClient {
  readonly browser: AgentBrowser;
  readonly property: string;
  readonly sender = new Sender();
  /** The messages of each conversation, in order. */
  readonly written = new Map<string, string[]>();
  readonly conversations = new Set<string>();

  constructor(url: string, browser: AgentBrowser, property: string) {
    super(url);
    this.browser = browser;
    this.property = property;
  }

  say(conversation: string, text: string, kind: "message" | "note"): void {
    const message = { id: newId(), text, kind, files: [] };
    this.written.set(conversation, [...(this.written.get(conversation) ?? []), message.id]);
    this.#send("POST", `/conversations/${conversation}/messages`, message);
  }

  /** Corrects the last thing this agent said there, or takes it back. */
  correct(conversation: string, text: string | null): void {
    const last = this.written.get(conversation)?.at(-1);
    if (!last) return;
    const address = `/conversations/${conversation}/messages/${last}`;
    if (text === null) this.#send("DELETE", address);
    else this.#send("PATCH", address, { text });
  }

  close(conversation: string): void {
    this.#send("PATCH", `/conversations/${conversation}`, { status: "closed" });
  }

  #send(method: string, path: string, body?: unknown): void {
    this.sender.push(async () => {
      const { status } = await this.browser.send(method, `/api/properties/${this.property}${path}`, body);
      return status < 500;
    });
  }

  async connect(): Promise<void> {
    const answer = await this.browser.send("POST", "/api/connect-token").catch(() => null);
    if (!answer?.ok) return;
    const { token } = z.parse(ConnectToken, await answer.json());
    this.listen(
      "/api/live",
      (socket) => socket.send(JSON.stringify({ kind: "hello", token })),
      (raw) => void this.#hear(z.parse(ToAgent, raw)),
    );
  }

  #hear(frame: ToAgent): void {
    if (frame.kind === "welcome")
      this.socket?.send(
        JSON.stringify({ kind: "follow", property: this.property, since: this.view.sequence }),
      );
    if (frame.kind !== "changes") return;
    for (const { id } of frame.conversations) this.conversations.add(id);
    this.view.take(
      frame,
      frame.messages.map(({ message }) => seen(message)),
    );
    if (frame.reset) this.#stale = true;
  }

  #stale = false;

  /** After a reset: everything anew over HTTP, as a dashboard loads what it shows. */
  async readBack(): Promise<void> {
    if (!this.#stale) return;
    const at = `/api/properties/${this.property}/conversations`;
    for (const view of ["open", "closed", "suspicious"]) {
      let cursor = "";
      do {
        const page = await this.browser.ok(InboxPage, "GET", `${at}?view=${view}${cursor}`);
        for (const { id } of page.items) await this.#loadConversation(`${at}/${id}`);
        cursor = page.next ? `&cursor=${encodeURIComponent(page.next)}` : "";
      } while (cursor);
    }
  }

  async #loadConversation(address: string): Promise<void> {
    let page: MessagePage = await this.browser.ok(Conversation, "GET", address);
    this.view.load(page.messages.map(seen));
    while (page.earlier) {
      page = await this.browser.ok(
        MessagePage,
        "GET",
        `${address}/messages?before=${page.messages[0]?.sequence ?? 0}`,
      );
      this.view.load(page.messages.map(seen));
    }
  }
}
