import type * as z from "zod/mini";
import { createAlertWorker } from "../../../server/alerts/alert-worker.ts";
import { saveMailSettings } from "../../../server/mail/settings/mail-account.ts";
import type { Database } from "../../../server/platform/database/open.ts";
import { parseAddressRange } from "../../../server/platform/http-client/public-address.ts";
import type { LeasedWorker } from "../../../server/platform/jobs/leased-worker.ts";
import {
  AlertChannel,
  type AlertChannelCreate,
  AlertChannels,
  type AlertSettings,
  DEFAULT_ALERT_SETTINGS,
} from "../../../shared/alert.ts";
import { Property } from "../../../shared/property.ts";
import { type Owner, setUpFoyer } from "../../support/agent.ts";
import { type TestApp, testApp } from "../../support/app.ts";
import { BrowserVisitor } from "../../support/browser-visitor.ts";
import { type ChatService, startChatService } from "../../support/chat-service.ts";
import { mailSettings } from "../../support/mails.ts";

/** A server with an admin and a chat service. Each test has a property of its own. */
export interface AlertHarness {
  readonly test: TestApp;
  readonly service: ChatService;
  readonly owner: Owner;
  readonly worker: LeasedWorker;
  readonly property: string;
  /** The start of the property's addresses. */
  readonly base: string;
  /** Makes another property, with mail. */
  startOver(): Promise<void>;
  /** Another process that works on the same queue. */
  createWorker(): LeasedWorker;
  add(settings?: Partial<AlertSettings>, channel?: string): Promise<AlertChannel>;
  channel(id: string): Promise<AlertChannel | undefined>;
  /** Lets a visitor leave a message while nobody is there: a ticket. */
  leaveMessage(text: string, name?: string): Promise<{ visitor: BrowserVisitor; conversation: string }>;
  /** Lets a visitor begin a chat while the admin is there. */
  startChat(text: string, name?: string): Promise<{ visitor: BrowserVisitor; conversation: string }>;
  /** Lets time pass, and sends what is due then. */
  pass(milliseconds: number): Promise<void>;
}

/** Makes the harness, for all tests of a suite. */
export async function startAlerts(database: Database): Promise<AlertHarness> {
  const range = parseAddressRange("127.0.0.0/8");
  const test = await testApp(database, {
    publicUrl: "https://chat.example.com",
    privateNetworks: range ? [range] : [],
  });
  const { deps } = test;
  const owner = await setUpFoyer(test);
  const service = await startChatService();
  const { browser } = owner;
  const createWorker = () => createAlertWorker(test.parts);
  const worker = createWorker();
  let property = owner.property;
  const say = async (form: "offline" | "pre_chat", message: string, name: string) => {
    const visitor = new BrowserVisitor(test.app, property);
    await visitor.visit();
    const answers = { name, email: `${name.toLowerCase()}@example.com`, message };
    const receipt = await visitor.submit(answers, form);
    if (receipt.status !== "accepted") throw new Error(JSON.stringify(receipt));
    return { visitor, conversation: receipt.conversation };
  };
  return {
    test,
    service,
    owner,
    worker,
    createWorker,
    get property() {
      return property;
    },
    get base() {
      return `/api/properties/${property}`;
    },
    async startOver() {
      test.clock.set(Date.UTC(2026, 10, 23, 12));
      ({ id: property } = await browser.ok(Property, "POST", "/api/properties", {
        name: "Shop",
        timeZone: "UTC",
      }));
      service.answer();
      service.forget();
      await deps.database.write(async (tx) => {
        for (const table of ["alert_channels", "agent_presence", "mails"] as const)
          await tx.deleteFrom(table).execute();
        await saveMailSettings(tx, { property, version: 0, settings: mailSettings(25), now: deps.now() });
      });
    },
    add(settings = {}, channel = "team") {
      const wanted: z.input<typeof AlertChannelCreate> = {
        name: channel,
        target: { kind: "slack_compatible", address: service.addressOf(channel) },
        settings: { ...DEFAULT_ALERT_SETTINGS, ...settings },
      };
      return browser.ok(AlertChannel, "POST", `/api/properties/${property}/alert-channels`, wanted);
    },
    async channel(id) {
      const listed = await browser.ok(AlertChannels, "GET", `/api/properties/${property}/alert-channels`);
      return listed.items.find((one) => one.id === id);
    },
    leaveMessage: (message, name = "Ann") => say("offline", message, name),
    async startChat(message, name = "Ann") {
      const response = await browser.send("PUT", "/api/presence", { status: "available" });
      if (!response.ok) throw new Error(await response.text());
      return say("pre_chat", message, name);
    },
    async pass(milliseconds) {
      test.clock.pass(milliseconds);
      await worker.catchUp();
    },
  };
}
