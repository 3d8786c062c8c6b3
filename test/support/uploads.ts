import { randomBytes } from "node:crypto";
import type { Hono } from "hono";
import * as z from "zod/mini";
import type { DeliveryReceipts, MessageDelivery } from "../../shared/delivery.ts";
import { FileInfo } from "../../shared/file.ts";
import { uuidv7 } from "../../shared/rules/uuid.ts";
import type { AgentBrowser } from "./agent.ts";
import { BrowserVisitor } from "./browser-visitor.ts";

export interface Upload {
  readonly body: BodyInit;
  readonly name?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const named = (name = "file") => ({ "x-foyer-name": encodeURIComponent(name) });

/** A visitor who has a token, and perhaps a conversation, and sends files. */
export class Sender {
  readonly #app: Pick<Hono, "request">;
  readonly visitor: BrowserVisitor;
  conversation = "";

  constructor(app: Pick<Hono, "request">, property: string) {
    this.#app = app;
    this.visitor = new BrowserVisitor(app, property);
  }

  static async come(
    app: Pick<Hono, "request">,
    property: string,
    email = "ana@example.com",
  ): Promise<Sender> {
    const sender = new Sender(app, property);
    const response = await sender.visitor.visit();
    if (!response.ok) throw new Error(await response.text());
    // a visitor who never wrote may store little (R37)
    await sender.visitor.submit({ name: "Ana", email, message: "Hello" });
    return sender;
  }

  get authorization() {
    return { authorization: `Bearer ${this.visitor.token}` };
  }

  async post({ body, name, headers }: Upload): Promise<Response> {
    return this.#app.request(`/w/${this.visitor.property}/files`, {
      method: "POST",
      headers: { ...this.visitor.headers, ...this.authorization, ...named(name), ...headers },
      body,
      ...(body instanceof ReadableStream && { duplex: "half" }),
    });
  }

  /** Sends a file that must be taken. */
  async upload(upload: Upload): Promise<FileInfo> {
    return taken(await this.post(upload));
  }

  async get(id: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    return this.#app.request(`/w/${this.visitor.property}/files/${id}`, {
      headers: { ...this.visitor.headers, ...this.authorization, ...headers },
    });
  }

  /** Opens a conversation by the pre-chat form. */
  async open(): Promise<string> {
    const receipt = await this.visitor.submit({
      name: "Vera",
      email: `v${this.visitor.id}@x.example`,
      message: "Hi",
    });
    if (receipt.status !== "accepted") throw new Error(JSON.stringify(receipt));
    this.conversation = receipt.conversation;
    return this.conversation;
  }

  message(files: readonly string[], text = ""): MessageDelivery {
    const id = uuidv7(Date.now(), randomBytes(8));
    return { id, at: Date.now(), kind: "message", conversation: this.conversation, text, files: [...files] };
  }

  /** Sends messages, and hears of each whether it was accepted, or the code of its refusal. */
  async say(...messages: MessageDelivery[]): Promise<string[]> {
    const response = await this.visitor.send(...messages);
    if (!response.ok) throw new Error(await response.text());
    const { receipts } = (await response.json()) as DeliveryReceipts;
    return receipts.map((receipt) => (receipt.status === "accepted" ? "accepted" : receipt.problem.code));
  }
}

/** Sends a file as the dashboard does. */
export function agentPost(
  browser: AgentBrowser,
  app: Pick<Hono, "request">,
  property: string,
  upload: Upload,
) {
  return agentSend(browser, app, "POST", `/api/properties/${property}/files`, {
    ...upload,
    headers: { ...named(upload.name), ...upload.headers },
  });
}

/** Sends raw bytes as the dashboard does. */
export async function agentSend(
  browser: AgentBrowser,
  app: Pick<Hono, "request">,
  method: string,
  path: string,
  { body, headers }: Upload,
): Promise<Response> {
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  return app.request(path, { method, headers: { cookie, ...headers }, body });
}

/** The answer to a file that must be taken. */
export async function taken(response: Response): Promise<FileInfo> {
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status}: ${text}`);
  return z.parse(FileInfo, JSON.parse(text));
}
