import { createHmac } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";
import type { Database } from "../../../server/platform/database/open.ts";
import { Contact, ContactPage } from "../../../shared/contact.ts";
import {
  Provider,
  ReceivedBodies,
  type SourceMapping,
  SourceWithAddress,
  WebhookSource,
  type WebhookSourceSave,
} from "../../../shared/webhook-source.ts";
import { type AgentBrowser, makeTeam } from "../../support/agent.ts";
import { type TestApp, testApp } from "../../support/app.ts";

export const SIGNING_SECRET = "a secret of the provider";

const CORPUS = join(import.meta.dirname, "corpus");

/** A body as a provider sends it, about invented people, and what must become of it. */
const CorpusCase = z.object({
  provider: Provider,
  headers: z.record(z.string(), z.string()),
  /** One of the three: JSON, JSON as text, or a form. */
  body: z.optional(z.unknown()),
  raw: z.optional(z.string()),
  form: z.optional(z.string()),
  becomes: z.object({
    outcome: z.enum(["new", "refused", "ignored"]),
    name: z.optional(z.string()),
    emails: z.optional(z.array(z.string())),
    phones: z.optional(z.array(z.string())),
    userId: z.optional(z.string()),
    tags: z.optional(z.array(z.string())),
    organizations: z.optional(z.array(z.string())),
    /** How many values are left out. */
    leftOut: z.optional(z.number()),
  }),
});

export interface CorpusBody {
  readonly name: string;
  readonly provider: Provider;
  readonly headers: Readonly<Record<string, string>>;
  readonly contentType: string;
  readonly text: string;
  readonly becomes: z.infer<typeof CorpusCase>["becomes"];
}

/** Everything in the corpus, by name. */
export const corpus: readonly CorpusBody[] = readdirSync(CORPUS).map((file) => {
  const { provider, headers, body, raw, form, becomes } = z.parse(
    CorpusCase,
    JSON.parse(readFileSync(join(CORPUS, file), "utf8")),
  );
  return {
    name: file.replace(".json", ""),
    provider,
    headers,
    contentType: form === undefined ? "application/json" : "application/x-www-form-urlencoded",
    text: form ?? raw ?? JSON.stringify(body),
    becomes,
  };
});

export function bodyOf(name: string): CorpusBody {
  const found = corpus.find((one) => one.name === name);
  if (!found) throw new Error(`The corpus has no ${name}`);
  return found;
}

/** The headers by which a provider signs a body, written from its documentation. */
export function signature(provider: Provider, text: string, at: number, secret = SIGNING_SECRET) {
  const hmac = (signed: string, encoding: "base64" | "hex") =>
    createHmac("sha256", secret).update(signed).digest(encoding);
  const seconds = Math.floor(at / 1_000);
  switch (provider) {
    case "typeform":
      return { "Typeform-Signature": `sha256=${hmac(text, "base64")}` };
    case "shopify":
      return { "X-Shopify-Hmac-Sha256": hmac(text, "base64") };
    case "woocommerce":
      return { "X-WC-Webhook-Signature": hmac(text, "base64") };
    case "stripe":
      return { "Stripe-Signature": `t=${seconds},v1=${hmac(`${seconds}.${text}`, "hex")}` };
    case "calendly":
      return { "Calendly-Webhook-Signature": `t=${seconds},v1=${hmac(`${seconds}.${text}`, "hex")}` };
    case "other":
      return {};
  }
}

/** A property with a team, whose incoming webhooks are tried out. */
export class SourceWorld {
  readonly test: TestApp;
  readonly property: string;
  readonly admin: AgentBrowser;
  readonly agent: AgentBrowser;
  readonly outsider: AgentBrowser;

  private constructor(test: TestApp, team: Awaited<ReturnType<typeof makeTeam>>) {
    this.test = test;
    this.property = team.property;
    this.admin = team.admin;
    this.agent = team.agent;
    this.outsider = team.outsider;
  }

  static async open(database: Database): Promise<SourceWorld> {
    const test = await testApp(database);
    return new SourceWorld(test, await makeTeam(test));
  }

  get base(): string {
    return `/api/properties/${this.property}/webhook-sources`;
  }

  create(provider: Provider, name = "A source"): Promise<SourceWithAddress> {
    return this.admin.ok(SourceWithAddress, "POST", this.base, { name, provider });
  }

  /** Saves a source with some values changed. */
  save(source: WebhookSource, change: Partial<WebhookSourceSave>): Promise<WebhookSource> {
    return this.admin.ok(WebhookSource, "PUT", `${this.base}/${source.id}`, saved(source, change));
  }

  /** A source that is switched on, for a provider in Britain. */
  async active(provider: Provider, mapping?: SourceMapping): Promise<SourceWithAddress> {
    const { source, path } = await this.create(provider);
    const change = { signingSecret: SIGNING_SECRET, country: "GB", isActive: true };
    return { path, source: await this.save(source, { ...change, ...(mapping && { mapping }) }) };
  }

  /** Sends a body as its provider does, signed now. */
  async send(path: string, { provider, headers, contentType, text }: CorpusBody): Promise<Response> {
    return this.post(path, text, {
      "Content-Type": contentType,
      ...headers,
      ...signature(provider, text, this.test.clock.now()),
    });
  }

  async post(path: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) {
    return this.test.app.request(path, { method: "POST", body, headers });
  }

  /** Waits until everything that was received is processed. */
  process(): Promise<void> {
    return this.test.parts.sourceWorker.catchUp();
  }

  async bodies(source: Pick<WebhookSource, "id">) {
    return (await this.admin.ok(ReceivedBodies, "GET", `${this.base}/${source.id}/bodies`)).items;
  }

  async contacts() {
    return (await this.admin.ok(ContactPage, "GET", `/api/properties/${this.property}/contacts`)).items;
  }

  contact(id: string): Promise<Contact> {
    return this.admin.ok(Contact, "GET", `/api/properties/${this.property}/contacts/${id}`);
  }
}

/** The save of a source, without changes unless they are given. */
export const saved = (source: WebhookSource, change: Partial<WebhookSourceSave>): WebhookSourceSave => ({
  name: source.name,
  signingSecret: null,
  mapping: source.mapping,
  country: source.country,
  isActive: source.isActive,
  version: source.version,
  ...change,
});

/** The current values of a contact, as the corpus names them. */
export function valuesOf(contact: Contact) {
  const of = (field: string) =>
    contact.details.filter((one) => one.field === field && one.status === "current").map((one) => one.value);
  return {
    name: contact.name ?? undefined,
    emails: of("email"),
    phones: of("phone"),
    userId: of("user_id")[0],
    organizations: of("organization"),
    tags: contact.tags.map(({ name }) => name).sort(),
  };
}
