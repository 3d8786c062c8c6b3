import { join } from "node:path";
import type { Hono } from "hono";
import { afterEach, describe, expect, it } from "vitest";
import { type Database, openDatabase } from "../../server/platform/database/open.ts";
import { ApiContactUpserted } from "../../shared/api/contact.ts";
import { CreatedWebhookEndpoint, WEBHOOK_EVENTS } from "../../shared/webhook.ts";
import { ADMIN, setUp } from "../support/admin.ts";
import { AgentBrowser } from "../support/agent.ts";
import { BrowserVisitor } from "../support/browser-visitor.ts";
import { AgentTab, VisitorTab } from "../support/chat-clients.ts";
import { seeded } from "../support/clock.ts";
import { startPostgres } from "../support/postgres.ts";
import { type ApiClient, createKey } from "../support/rest-api.ts";
import { type ServerProcess, startServer } from "../support/server.ts";
import { pause, until } from "../support/until.ts";
import {
  type ReceivedWebhook,
  startWebhookReceiver,
  type WebhookReceiver,
  type WebhookReply,
} from "../support/webhook-receiver.ts";

const STEPS = 120;
const KILLS = 3;
const CUSTOMERS = 3;
const SEED = Number(process.env.FOYER_TEST_SEED ?? Math.floor(Math.random() * 1e9));
/** The name in every change that the server must refuse. */
const REFUSED = "Refused";

/** Everything that works while the server is killed again and again. */
interface World {
  readonly server: ServerProcess;
  readonly property: string;
  readonly database: Database;
  readonly browser: AgentBrowser;
  readonly api: ApiClient;
  readonly receiver: WebhookReceiver;
  /** The endpoint's secret. */
  readonly secret: string;
  readonly app: Pick<Hono, "request">;
}

async function startWorld(location: string | null): Promise<World> {
  const receiver = await startWebhookReceiver();
  const server = await startServer({
    FOYER_VISITOR_LIMIT: "1000000",
    FOYER_ADDRESS_LIMIT: "10000000",
    FOYER_API_LIMIT: "1000000",
    FOYER_PRIVATE_NETWORKS: "127.0.0.1",
    ...(location !== null && { FOYER_DATABASE_URL: location }),
  });
  const { property } = await setUp(server);
  const app: World["app"] = { request: (path, init) => fetch(`${server.url}${path}`, init) };
  const browser = new AgentBrowser(app);
  await browser.signIn(ADMIN.email, ADMIN.password);
  const { client: api } = await createKey(app, browser, property);
  const endpoint = { url: receiver.url, description: "CRM", events: WEBHOOK_EVENTS };
  const path = `/api/properties/${property}/webhooks`;
  const { secret } = await browser.ok(CreatedWebhookEndpoint, "POST", path, endpoint);
  const database = await openDatabase(location ?? join(server.data, "foyer.db"));
  return { server, property, database, browser, api, receiver, secret, app };
}

/**
 * Makes the answers of an owner's server in trouble: of what it sees for the first time it refuses some, cuts the connection of some and
 * leaves some without an answer until `release` is called. What comes again is accepted.
 */
function troubledAnswers(random: () => number) {
  const seen = new Set<string>();
  const hanging: (() => void)[] = [];
  const answer = ({ id }: ReceivedWebhook): WebhookReply | Promise<WebhookReply> => {
    const fate = random();
    if (seen.has(id) || fate > 0.2) return { status: 204 };
    seen.add(id);
    if (fate < 0.1) return { status: 500, body: "no" };
    if (fate < 0.15) return "cut";
    return new Promise((resolve) => hanging.push(() => resolve("cut")));
  };
  const release = () => {
    for (const end of hanging.splice(0)) end();
  };
  return { answer, release };
}

/** As if hours had passed: what failed is tried again at once. */
const passPauses = ({ database }: World) =>
  database.write(async (tx) => {
    const now = Date.now();
    await tx.updateTable("webhook_deliveries").set({ due_at: now }).where("due_at", ">", now).execute();
    await tx.updateTable("webhook_endpoints").set({ retry_at: 0 }).execute();
  });

/** As if the server had been dead for longer than it holds what it sends. */
const endLeases = ({ database }: World) =>
  database.write((tx) =>
    tx.updateTable("webhook_deliveries").set({ lease_until: 0 }).where("lease_until", ">", 0).execute(),
  );

/** A program: it creates and renames customers, and tries what must be refused. Each customer gets names with rising numbers. */
function program({ api }: World, random: () => number) {
  let at = 0;
  const upsert = async (customer: number) => {
    const contact = { userId: `customer-${customer}`, name: `Customer ${customer} ${++at}` };
    const { id } = await api.ok(ApiContactUpserted, "POST", "/contacts/upsert", contact);
    return id;
  };
  const pickCustomer = () => Math.floor(random() * CUSTOMERS);
  return {
    rename: () => upsert(pickCustomer()),
    /** Changes a contact that has been changed meanwhile, and gives one the user ID of another. */
    conflict: async () => {
      const [customer, other] = [await upsert(0), 1];
      await upsert(other);
      const path = `/contacts/${customer}`;
      const stale = { "if-match": '"of another time"' };
      await api.refused("PATCH", path, { name: REFUSED }, stale);
      await api.refused("PATCH", path, { name: REFUSED, userId: `customer-${other}` });
    },
    /** A batch in which one contact is wrong. */
    batch: async () => {
      const contacts = [
        { userId: "customer-2", name: `Customer 2 ${++at}` },
        { userId: "refused", name: REFUSED, phones: ["+1"] },
        { userId: "refused", name: REFUSED, attributes: { unknown: "yes" } },
      ];
      await api.send("POST", "/contacts/batch", { contacts });
    },
  };
}

/** Lets visitors, agents and a program work, and kills the server between and within their requests. */
async function work(world: World, random: () => number, release: () => void): Promise<void> {
  const { server, property, browser, app, database } = world;
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const tabs: VisitorTab[] = [];
  const agents = [browser, browser].map((one) => new AgentTab(server.url, one, property));
  const { rename, conflict, batch } = program(world, random);
  let requests: Promise<unknown> = Promise.resolve();
  // one after the other, because a contact that one commit changes twice is told of once
  const queue = (request: () => Promise<unknown>) => {
    // one that the kill has cut may be committed or not: the database says so
    requests = requests.then(request).catch((error: unknown) => expect(error).toBeInstanceOf(TypeError));
  };
  const withConversation = async (act: (agent: AgentTab, conversation: string) => void) => {
    const rows = await database.read.selectFrom("conversations").select("id").execute();
    const [agent, row] = [pick(agents), pick(rows)];
    if (agent && row) act(agent, row.id);
  };
  let kills = 0;
  const steps: Readonly<Record<string, () => unknown>> = {
    submit: () => {
      const tab = new VisitorTab(server.url, new BrowserVisitor(app, property));
      tabs.push(tab);
      tab.begin(`Question ${tabs.length}`);
    },
    visitorSays: () => pick(tabs)?.say(`visitor ${random()}`),
    visitorSaysMore: () => pick(tabs)?.say(`visitor ${random()}`),
    visitorEnds: () => pick(tabs)?.act("end"),
    agentSays: () => withConversation((agent, id) => agent.say(id, `agent ${random()}`, "message")),
    agentNotes: () => withConversation((agent, id) => agent.say(id, `note ${random()}`, "note")),
    agentCloses: () => withConversation((agent, id) => agent.close(id)),
    rename: () => queue(rename),
    conflict: () => queue(conflict),
    batch: () => queue(batch),
  };
  const names = Object.keys(steps);
  for (let step = 0; step < STEPS; step++) {
    await steps[pick(names) ?? "submit"]?.();
    if (random() < 0.5) await pause(random() * 20);
    if (random() < 0.1) await passPauses(world);
    if (step < ((kills + 1) * STEPS) / (KILLS + 1) || random() < 0.8) continue;
    kills++;
    await server.kill();
    await endLeases(world);
    release();
    await server.restart();
  }
  expect(kills).toBe(KILLS);
  await Promise.all([requests, ...[...tabs, ...agents].map(({ sender }) => sender.idle())]);
}

const isQueueEmpty = async ({ database }: World) =>
  !(await database.read
    .selectFrom("webhook_deliveries")
    .select("position")
    .where("open_subject", "is not", null)
    .executeTakeFirst());

/** The first arrivals of events, in order. */
const firstArrivals = ({ receiver }: World) =>
  [...new Map(receiver.received.toReversed().map((one) => [one.id, one])).values()].reverse();

/** The history of each conversation by its stored entries, in order. */
async function conversationsAsStored({ database }: World): Promise<Map<string, string[]>> {
  const rows = await database.read
    .selectFrom("messages")
    .select(["conversation_id", "id", "kind", "event", "text"])
    .orderBy("sequence")
    .execute();
  const stored = new Map<string, string[]>();
  for (const { conversation_id, id, kind, event, text } of rows) {
    const happened = stored.get(conversation_id) ?? ["conversation.opened"];
    stored.set(conversation_id, happened);
    if (kind === "message") happened.push(`message.created ${id} ${text}`);
    if (event?.startsWith('{"kind":"closed"')) happened.push("conversation.closed");
    if (event?.startsWith('{"kind":"reopened"')) happened.push("conversation.opened");
  }
  return stored;
}

/** The history of each conversation by the webhooks, in the order in which they first came. */
function conversationsAsTold(world: World): Map<string, string[]> {
  const told = new Map<string, string[]>();
  for (const { type, data } of firstArrivals(world)) {
    if (!/^(conversation|message)\./.test(type)) continue;
    const happened = told.get(data.conversation.id) ?? [];
    told.set(data.conversation.id, happened);
    happened.push(data.message ? `${type} ${data.message.id} ${data.message.text}` : type);
  }
  return told;
}

/** All names that each contact ever had, in order, the present one last. */
async function namesAsStored({ database }: World): Promise<Map<string, string[]>> {
  const rows = await database.read
    .selectFrom("details")
    .innerJoin("visitors", "visitors.id", "details.visitor_id")
    .select(["visitor_id", "value"])
    .where("field", "=", "name")
    .where("contact_since", "is not", null)
    .orderBy("at")
    .execute();
  return groupBy(rows.map(({ visitor_id, value }) => [visitor_id, value]));
}

/** The names that webhooks say each contact had, repetitions left out. */
function namesAsTold(world: World): Map<string, string[]> {
  const told = firstArrivals(world).filter(({ type }) => /^contact\.(created|updated)$/.test(type));
  const names = groupBy(told.map(({ data }) => [data.contact.id, data.contact.name]));
  return new Map([...names].map(([id, all]) => [id, all.filter((name, at) => name !== all[at - 1])]));
}

function groupBy(pairs: readonly (readonly [string, string])[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const [key, value] of pairs) groups.set(key, [...(groups.get(key) ?? []), value]);
  return groups;
}

describe.each([
  ["SQLite", null],
  ["PostgreSQL", startPostgres],
] as const)("on %s", (_, startDatabase) => {
  const endings: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const end of endings.splice(0).reverse()) await end();
  });

  it(`R35: over kills of the server at random moments, everything that was committed is told of, in order, and nothing else (seed ${SEED})`, async () => {
    const random = seeded(SEED);
    const postgres = await startDatabase?.();
    if (postgres) endings.push(postgres.stop);
    const world = await startWorld(postgres ? `${postgres.url}/postgres` : null);
    const { server, database, receiver, secret } = world;
    endings.push(server.stop, database.close, receiver.stop);
    const { answer, release } = troubledAnswers(seeded(SEED + 1));
    receiver.answer(answer);

    await work(world, random, release);
    await until("all webhooks are delivered", 60_000, async () => {
      release();
      await passPauses(world);
      return (await isQueueEmpty(world)) ? { value: true } : { reason: "some wait" };
    });

    receiver.verify(secret);
    const bodies = new Map(receiver.received.map(({ id, body }) => [id, body]));
    expect(receiver.received.filter(({ id, body }) => bodies.get(id) !== body)).toEqual([]);
    expect(receiver.received.length).toBeGreaterThan(bodies.size);
    expect(conversationsAsTold(world)).toEqual(await conversationsAsStored(world));
    expect(namesAsTold(world)).toEqual(await namesAsStored(world));
    const idsOf = (type: string, key: "submission" | "contact") =>
      firstArrivals(world).flatMap((one) => (one.type === type ? [one.data[key].id] : []));
    const submissions = await database.read.selectFrom("submissions").select("id").execute();
    expect(idsOf("submission.received", "submission").toSorted()).toEqual(
      submissions.map(({ id }) => id).toSorted(),
    );
    const contacts = [...(await namesAsStored(world)).keys()];
    expect(idsOf("contact.created", "contact").toSorted()).toEqual(contacts.toSorted());
    expect(receiver.received.filter(({ body }) => body.includes(REFUSED))).toEqual([]);
  }, 240_000);
});
