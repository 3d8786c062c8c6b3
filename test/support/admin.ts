import { randomBytes } from "node:crypto";
import { expect } from "vitest";
import type { Me, Presence } from "../../shared/account.ts";
import type { Contact, ContactPage } from "../../shared/contact.ts";
import type { Conversation, ConversationSummary, InboxPage, InboxView } from "../../shared/conversation.ts";
import type { TimelineItem } from "../../shared/crm.ts";
import type { FormMeasure } from "../../shared/form-measure.ts";
import type { RevealedSecret } from "../../shared/identity.ts";
import type { Availability, Property, PropertySettings } from "../../shared/property.ts";
import { uuidv7 } from "../../shared/rules/uuid.ts";
import type { ServerProcess } from "./server.ts";

export const ADMIN = { name: "Robin Host", email: "robin@example.com", password: "correct horse battery" };

/** The first admin of a running server, as the dashboard would speak for them. */
export interface TestAgent {
  /** The property that the set-up made. */
  readonly property: string;
  /** The browser's cookies: `name=value`. */
  readonly cookie: string;
  /** Says that the agent is there, which holds for 90 seconds, or away. Resolves when visitors hear so. */
  presence(status: Presence): Promise<void>;
  /** Changes the property's settings. */
  change(settings: Partial<PropertySettings>): Promise<void>;
  /** Adds a random identity secret. @returns it */
  addIdentitySecret(): Promise<string>;
  /** The open conversations, newest first, including suspicious ones. */
  inbox(): Promise<readonly ConversationSummary[]>;
  conversation(id: string): Promise<Conversation>;
  /** Writes a message into a conversation. */
  reply(conversation: string, text: string): Promise<void>;
  contacts(search?: string): Promise<ContactPage>;
  contact(id: string): Promise<Contact>;
  /** The timeline of a visitor or a contact, newest first. */
  timeline(id: string): Promise<readonly TimelineItem[]>;
  /** The outcomes of the showings of a form in the last days. */
  formMeasure(form: string): Promise<FormMeasure>;
  /** Defines a custom attribute of type text. */
  defineAttribute(key: string): Promise<void>;
}

/** Uses the first-run link of a server, without a browser. */
export async function setUp(server: ServerProcess, property = "Harbour Shop"): Promise<TestAgent> {
  const jar = new Map<string, string>();
  const cookie = () => [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${server.url}/api${path}`, {
      method,
      headers: {
        cookie: cookie(),
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    for (const given of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(given) ?? [];
      if (name !== undefined && value !== undefined) jar.set(name, value);
    }
    return (await response.json()) as T;
  };

  const token = new URL(server.setupUrl).searchParams.get("token") ?? "";
  const me = await call<Me>("POST", "/setup", {
    token,
    ...ADMIN,
    property: { name: property, timeZone: "UTC" },
  });
  const id = me.properties[0]?.id ?? "";
  const at = `/properties/${id}`;
  return {
    property: id,
    get cookie() {
      return cookie();
    },
    async presence(status) {
      await call("PUT", "/presence", { status });
      const isSet = async () => {
        const answer = await fetch(`${server.url}/w/${id}/availability`);
        return ((await answer.json()) as Availability).available;
      };
      await expect.poll(isSet, { timeout: 10_000, interval: 100 }).toBe(status === "available");
    },
    async change(settings) {
      const { settings: before, version } = await call<Property>("GET", at);
      await call("PUT", at, { settings: { ...before, ...settings }, version });
    },
    async addIdentitySecret() {
      const added = await call<RevealedSecret>("POST", `${at}/identity-secrets`, { secret: null });
      return added.secret;
    },
    async inbox() {
      const view = (name: InboxView) => call<InboxPage>("GET", `${at}/conversations?view=${name}`);
      const pages = [await view("all"), await view("suspicious")];
      return pages.flatMap(({ items }) => items).sort((a, b) => b.lastMessageAt - a.lastMessageAt);
    },
    conversation: (conversation) => call("GET", `${at}/conversations/${conversation}`),
    async reply(conversation, text) {
      const message = { id: uuidv7(Date.now(), randomBytes(8)), kind: "message", text, files: [] };
      await call("POST", `${at}/conversations/${conversation}/messages`, message);
    },
    contacts: (search = "") => call("GET", `${at}/contacts?q=${encodeURIComponent(search)}`),
    contact: (contact) => call("GET", `${at}/contacts/${contact}`),
    timeline: async (id) =>
      (await call<{ items: readonly TimelineItem[] }>("GET", `${at}/contacts/${id}/timeline`)).items,
    formMeasure: (form) => call("GET", `${at}/forms/${form}/measure?days=7`),
    async defineAttribute(key) {
      await call("PUT", `${at}/attributes/${key}`, { label: key, type: "text", choices: [], position: 0 });
    },
  };
}
