import type { Hono } from "hono";
import * as z from "zod/mini";
import { DeliveryReceipts, type SubmissionDelivery } from "../../../shared/delivery.ts";
import { FileInfo } from "../../../shared/file.ts";
import { defaultSettings } from "../../../shared/property.ts";
import { drawVisitorId } from "../../../shared/rules/visitor-id.ts";
import { VisitReceipt } from "../../../shared/visitor.ts";
import { newId } from "../../platform/ids.ts";
import { formDefinition } from "../../properties/form-version.ts";
import type { SamplePerson } from "./people.ts";
import type { SeededRandom } from "./random.ts";

/** The app, and the clock and choices of the sample data. */
export interface SeedWorld {
  readonly app: Pick<Hono, "request">;
  readonly random: SeededRandom;
  /** ms since 1970 */
  readonly now: () => number;
  /** Moves the clock forward by so many ms. */
  readonly pass: (ms: number) => void;
}

/** @throws Error with the answer, if it is a problem document */
async function readAnswer<S extends z.ZodMiniType>(schema: S, response: Response): Promise<z.infer<S>> {
  const text = await response.text();
  if (!response.ok) throw new Error(`The sample data was refused: ${response.status} ${text}`);
  return z.parse(schema, JSON.parse(text));
}

/** A signed-in agent, who uses the same API as the dashboard. */
export class AgentClient {
  readonly #world: SeedWorld;
  readonly #cookies = new Map<string, string>();

  constructor(world: SeedWorld) {
    this.#world = world;
  }

  /** Sends a request, as JSON if there is a body. */
  async call<S extends z.ZodMiniType>(
    schema: S,
    method: string,
    path: string,
    body?: unknown,
  ): Promise<z.infer<S>> {
    const headers = body === undefined ? {} : { "content-type": "application/json" };
    return this.#send(schema, path, {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }

  /** Sends a file as the body. */
  upload<S extends z.ZodMiniType>(schema: S, path: string, name: string, body: string): Promise<z.infer<S>> {
    return this.#send(schema, path, { method: "POST", headers: { "x-foyer-name": name }, body });
  }

  async #send<S extends z.ZodMiniType>(
    schema: S,
    path: string,
    init: { method: string; headers: Record<string, string>; body?: string },
  ): Promise<z.infer<S>> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await this.#world.app.request(`/api${path}`, {
      ...init,
      headers: { ...init.headers, cookie },
    });
    for (const header of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(header) ?? [];
      if (name !== undefined && value !== undefined) this.#cookies.set(name, value);
    }
    return readAnswer(schema, response);
  }
}

const BROWSERS = [
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/147.0.0.0 Safari/537.36",
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:150.0) Gecko/20100101 Firefox/150.0",
  "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1",
  "Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/147.0.0.0 Mobile Safari/537.36",
] as const;
const PAGES = ["/", "/rooms", "/rooms/attic", "/prices", "/terrace", "/boat?from=newsletter"] as const;
const SITE = "https://haus-am-steg.example";

/** The content of a delivery, without its ID and time. */
type DeliveryContent = { readonly kind: string; readonly conversation: string } & Readonly<
  Record<string, unknown>
>;

/** The widget in a visitor's browser, with the person who uses it. */
export class VisitorClient {
  readonly #world: SeedWorld;
  readonly #property: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #page: string;
  readonly id: string;
  readonly person: SamplePerson;
  #token = "";

  constructor(world: SeedWorld, property: string, person: SamplePerson) {
    const { random } = world;
    this.#world = world;
    this.#property = property;
    this.#headers = { origin: SITE, "user-agent": random.pick(BROWSERS) };
    this.#page = SITE + random.pick(PAGES);
    this.person = person;
    this.id = drawVisitorId((bytes) => random.bytes(bytes.length));
  }

  /** Registers the visit, which gives this browser its token. */
  async visit(): Promise<void> {
    const { token } = await this.#post(VisitReceipt, "visits", {
      visitor: this.id,
      proof: Buffer.from(this.#world.random.bytes(16)).toString("hex"),
      page: this.#page,
      referrer: this.#world.random.chance(0.5) ? "https://search.example/" : "",
      language: this.person.language,
      timeZone: this.person.timeZone,
      screen: this.#world.random.pick(["390x844", "1280x800", "1920x1080"]),
    });
    this.#token = token;
  }

  /**
   * Sends a filled-in form.
   *
   * @param shownFor how long the form was open, ms; a few ms look like a program
   * @returns the ID of the new conversation
   */
  async submit(
    form: "pre_chat" | "offline",
    message: string,
    email: string,
    shownFor = 20_000,
  ): Promise<string> {
    const settings = defaultSettings("", "UTC");
    const submission: SubmissionDelivery = {
      ...this.#envelope(),
      kind: "submission",
      form,
      version: formDefinition(form === "offline" ? settings.offlineForm : settings.preChatForm).version,
      answers: { name: `${this.person.firstName} ${this.person.lastName}`, email, message },
      page: this.#page,
      locale: this.person.language,
      shownFor,
      trap: "",
    };
    return this.#deliver(submission);
  }

  async send(content: DeliveryContent): Promise<void> {
    await this.#deliver({ ...this.#envelope(), ...content });
  }

  /** Uploads a file. @returns its ID, for a message */
  async upload(name: string, body: Uint8Array<ArrayBuffer> | string): Promise<string> {
    const response = await this.#world.app.request(`/w/${this.#property}/files`, {
      method: "POST",
      headers: {
        ...this.#headers,
        authorization: `Bearer ${this.#token}`,
        "x-foyer-name": encodeURIComponent(name),
      },
      body,
    });
    return (await readAnswer(FileInfo, response)).id;
  }

  #envelope() {
    const { now, random } = this.#world;
    return { id: newId({ now, random: random.bytes }), at: now() };
  }

  /** @returns the ID of the conversation */
  async #deliver(delivery: unknown): Promise<string> {
    const batch = { token: this.#token, deliveries: [delivery] };
    const { receipts } = await this.#post(DeliveryReceipts, "deliveries", batch);
    const [receipt] = receipts;
    if (receipt?.status !== "accepted")
      throw new Error(`The sample data was refused: ${JSON.stringify(receipt)}`);
    return receipt.conversation;
  }

  async #post<S extends z.ZodMiniType>(schema: S, action: string, body: unknown): Promise<z.infer<S>> {
    const response = await this.#world.app.request(`/w/${this.#property}/${action}`, {
      method: "POST",
      headers: this.#headers,
      body: JSON.stringify(body),
    });
    return readAnswer(schema, response);
  }
}
