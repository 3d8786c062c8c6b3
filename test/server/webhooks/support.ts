import type { Database } from "../../../server/platform/database/open.ts";
import { createHttpClient } from "../../../server/platform/http-client/http-client.ts";
import { createWebhookWorker, type WebhookWorker } from "../../../server/webhooks/delivery/webhook-worker.ts";
import { tellAdmins } from "../../../server/webhooks/endpoints/tell-admins.ts";
import { Property } from "../../../shared/property.ts";
import {
  CreatedWebhookEndpoint,
  WEBHOOK_EVENTS,
  WebhookDeliveryPage,
  type WebhookEndpoint,
  WebhookEndpoints,
  type WebhookEndpointWrite,
} from "../../../shared/webhook.ts";
import { type AgentBrowser, setUpFoyer } from "../../support/agent.ts";
import { type TestApp, testApp } from "../../support/app.ts";
import { BrowserVisitor } from "../../support/browser-visitor.ts";
import { startWebhookReceiver, type WebhookReceiver } from "../../support/webhook-receiver.ts";

/** A server with an admin, a property with an endpoint, and the owner's server behind it. */
export interface WebhookHarness {
  readonly test: TestApp;
  readonly browser: AgentBrowser;
  readonly property: string;
  /** The start of the property's addresses. */
  readonly base: string;
  readonly receiver: WebhookReceiver;
  readonly worker: WebhookWorker;
  /** Another process that works on the same queue. */
  createWorker(): WebhookWorker;
  addEndpoint(write?: Partial<WebhookEndpointWrite>): Promise<CreatedWebhookEndpoint>;
  endpoint(id: string): Promise<WebhookEndpoint | undefined>;
  deliveries(endpoint: string): Promise<WebhookDeliveryPage["items"]>;
  /** Lets a visitor send a form, which makes them a contact. */
  submit(name: string, email: string): Promise<BrowserVisitor>;
  /** Lets time pass, and sends what is due then. */
  pass(milliseconds: number): Promise<void>;
  /** The types of what was received since the last call. */
  types(): string[];
  /** Makes another property, and removes all endpoints and what they got. */
  startOver(): Promise<void>;
}

/** Makes the harness, for all tests of a suite. The test clock stands at the real time, because receivers refuse old signatures. */
export async function startWebhooks(database: Database): Promise<WebhookHarness> {
  const test = await testApp(database, { publicUrl: "https://chat.example.com" });
  test.clock.set(Date.now());
  const owner = await setUpFoyer(test);
  const { browser } = owner;
  let { property } = owner;
  const receiver = await startWebhookReceiver();
  const { parts } = test;
  const createWorker = () =>
    createWebhookWorker({
      ...parts,
      http: createHttpClient({ isAllowed: () => true }),
      tellAdmins: (tx, notice) => tellAdmins(tx, parts, notice),
    });
  const worker = createWorker();
  let told = 0;
  const path = (end = "") => `/api/properties/${property}/webhooks${end}`;
  return {
    test,
    browser,
    get property() {
      return property;
    },
    get base() {
      return `/api/properties/${property}`;
    },
    receiver,
    worker,
    createWorker,
    addEndpoint: (write = {}) =>
      browser.ok(CreatedWebhookEndpoint, "POST", path(), {
        url: receiver.url,
        description: "CRM",
        events: WEBHOOK_EVENTS,
        ...write,
      }),
    async endpoint(id) {
      const { items } = await browser.ok(WebhookEndpoints, "GET", path());
      return items.find((one) => one.id === id);
    },
    async deliveries(id) {
      return (await browser.ok(WebhookDeliveryPage, "GET", path(`/${id}/deliveries`))).items;
    },
    async submit(name, email) {
      // contacts have different ages
      test.clock.pass(1_000);
      const visitor = new BrowserVisitor(test.app, property);
      await visitor.visit();
      await visitor.submit({ name, email, message: `It is me, ${name}` });
      return visitor;
    },
    async pass(milliseconds) {
      test.clock.pass(milliseconds);
      await worker.catchUp();
    },
    types() {
      const types = receiver.received.slice(told).map(({ type }) => type);
      told = receiver.received.length;
      return types;
    },
    async startOver() {
      test.clock.set(Date.now());
      const wanted = { name: "Shop", timeZone: "UTC" };
      ({ id: property } = await browser.ok(Property, "POST", "/api/properties", wanted));
      await test.deps.database.write(async (tx) => {
        for (const table of ["webhook_deliveries", "webhook_events", "webhook_endpoints", "mails"] as const)
          await tx.deleteFrom(table).execute();
      });
      receiver.answer();
      receiver.forget();
      told = 0;
    },
  };
}
