import { addMember } from "../../../server/accounts/store.ts";
import { saveMailSettings } from "../../../server/mail/settings/mail-account.ts";
import { createNotificationWorker } from "../../../server/notifications/notification-worker.ts";
import { saveSubscription } from "../../../server/notifications/push/subscriptions.ts";
import type { Database } from "../../../server/platform/database/open.ts";
import { newId } from "../../../server/platform/ids.ts";
import type { LeasedWorker } from "../../../server/platform/jobs/leased-worker.ts";
import type { Presence } from "../../../shared/account.ts";
import { type NotificationPreferences, NotificationSettings } from "../../../shared/notifications.ts";
import { Property } from "../../../shared/property.ts";
import { localTime } from "../../../shared/rules/hours.ts";
import { type AgentBrowser, addColleague, setUpFoyer } from "../../support/agent.ts";
import { rowsOf, type TestApp, testApp } from "../../support/app.ts";
import { BrowserVisitor } from "../../support/browser-visitor.ts";
import { mailSettings } from "../../support/mails.ts";
import { type PushService, type PushTestBrowser, startPushService } from "../../support/push-service.ts";

const MINUTE = 60_000;

interface Agent {
  readonly browser: AgentBrowser;
  readonly id: string;
}

/** A server with agents who are away, a mail server, and a push service. Each test has a property of its own. */
export interface NotificationHarness {
  readonly test: TestApp;
  readonly service: PushService;
  /** Olga Owner, the admin of every property. */
  readonly olga: Agent;
  /** Agents who are in the team of no property until `join`. */
  readonly bo: Agent;
  readonly cy: Agent;
  readonly worker: LeasedWorker;
  /** The ID of the test's property, and the start of its addresses. */
  readonly property: string;
  readonly base: string;
  /** Makes another property, and forgets what the agents were told and have chosen. */
  startOver(): Promise<void>;
  join(agent: Agent): Promise<void>;
  /** Another process that works on the same queue. */
  createWorker(): LeasedWorker;
  /** Chooses quiet hours that have begun an hour ago and end in an hour. */
  beQuiet(agent: Agent): Promise<void>;
  /** Subscribes a browser to push messages. */
  subscribe(agent: Agent): Promise<PushTestBrowser>;
  choose(agent: Agent, change: Partial<NotificationPreferences>): Promise<void>;
  presence(agent: Agent, status: Presence): Promise<void>;
  /** Lets a visitor leave a message while nobody is there. */
  leaveMessage(text: string, name?: string): Promise<{ visitor: BrowserVisitor; conversation: string }>;
  /** The recipients and subjects of the mails that were queued. */
  mails(): Promise<string[]>;
  /** Lets time pass, and tells what is due then. */
  pass(milliseconds: number): Promise<void>;
}

/** Makes the harness, for all tests of a suite. */
export async function startNotifications(database: Database): Promise<NotificationHarness> {
  const test = await testApp(database, { publicUrl: "https://chat.example.com" });
  const { deps } = test;
  const owner = await setUpFoyer(test);
  const olga = { browser: owner.browser, id: owner.me.agent.id };
  const addAgent = async (name: string): Promise<Agent> => {
    const { browser, me } = await addColleague(test, owner, `${name}@example.com`, "agent");
    return { browser, id: me.agent.id };
  };
  const [bo, cy] = [await addAgent("bo"), await addAgent("cy")];
  const service = await startPushService();
  const createWorker = () => createNotificationWorker({ ...test.parts, pushClient: service.client });
  const worker = createWorker();
  const choose = async ({ browser }: Agent, change: Partial<NotificationPreferences>) => {
    const { preferences } = await browser.ok(NotificationSettings, "GET", "/api/me/notifications");
    await browser.ok(NotificationSettings, "PUT", "/api/me/notifications", { ...preferences, ...change });
  };
  let property = owner.property;
  return {
    test,
    service,
    olga,
    bo,
    cy,
    worker,
    createWorker,
    get property() {
      return property;
    },
    get base() {
      return `/api/properties/${property}`;
    },
    async startOver() {
      test.clock.set(Math.ceil(deps.now() / MINUTE) * MINUTE);
      const wanted = { name: "Shop", timeZone: "UTC" };
      ({ id: property } = await olga.browser.ok(Property, "POST", "/api/properties", wanted));
      service.answer();
      await deps.database.write(async (tx) => {
        for (const table of [
          "notifications",
          "note_mentions",
          "notification_preferences",
          "push_subscriptions",
          "agent_presence",
          "mails",
        ] as const)
          await tx.deleteFrom(table).execute();
        // the number of unread conversations is that of all properties of an agent
        await tx.deleteFrom("memberships").where("property_id", "<>", property).execute();
        const settings = mailSettings(25);
        await saveMailSettings(tx, { property, version: 0, settings, now: deps.now() });
      });
    },
    async join({ id }) {
      const member = { property, agent: id, role: "agent", now: deps.now() } as const;
      await deps.database.write((tx) => addMember(tx, member));
    },
    async subscribe({ id: agent }) {
      const subscribed = service.subscribe();
      const session = (await rowsOf(test, "agent_sessions")).find(({ userId }) => userId === agent)?.id ?? "";
      const made = { id: newId(deps), agent, session, browser: "Firefox on Linux", now: deps.now() };
      await deps.database.write((tx) => saveSubscription(tx, made, subscribed.subscription));
      return subscribed;
    },
    choose,
    async beQuiet(agent) {
      const { minute } = localTime("UTC", deps.now());
      const quietHours = { from: (minute + 1380) % 1440, to: (minute + 60) % 1440, timeZone: "UTC" };
      await choose(agent, { quietHours });
    },
    async presence({ browser }, status) {
      const response = await browser.send("PUT", "/api/presence", { status });
      if (!response.ok) throw new Error(await response.text());
    },
    async leaveMessage(text, name = "Ann") {
      const visitor = new BrowserVisitor(test.app, property);
      await visitor.visit();
      const answers = { name, email: `${name.toLowerCase()}@example.com`, message: text };
      const receipt = await visitor.submit(answers, "offline");
      if (receipt.status !== "accepted") throw new Error(JSON.stringify(receipt));
      return { visitor, conversation: receipt.conversation };
    },
    async mails() {
      const rows = (await rowsOf(test, "mails")).sort((a, b) => (a.id < b.id ? -1 : 1));
      return rows.map((row) => `${row.recipient_key}: ${row.subject}`);
    },
    async pass(milliseconds) {
      test.clock.pass(milliseconds);
      await worker.catchUp();
    },
  };
}
