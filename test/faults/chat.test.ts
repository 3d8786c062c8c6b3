import type { Hono } from "hono";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ADMIN, setUp } from "../support/admin.ts";
import { AgentBrowser } from "../support/agent.ts";
import { BrowserVisitor } from "../support/browser-visitor.ts";
import { AgentTab, VisitorTab } from "../support/chat-clients.ts";
import { seeded } from "../support/clock.ts";
import { withData } from "../support/prepared-data.ts";
import { type ServerProcess, startServer } from "../support/server.ts";

const VISITORS = 4;
const STEPS = 220;
const KILLS = 6;
const SEED = Number(process.env.FOYER_TEST_SEED ?? Math.floor(Math.random() * 1e9));

let server: ServerProcess;
let property: string;
beforeAll(async () => {
  server = await startServer({ FOYER_VISITOR_LIMIT: "1000000", FOYER_ADDRESS_LIMIT: "10000000" });
  ({ property } = await setUp(server));
});
afterAll(() => server.stop());

/** The running server, spoken to as the tests of the app speak to theirs. */
const overHttp: Pick<Hono, "request"> = {
  request: (path, init) => fetch(`${server.url}${path}`, init),
};

async function agentTab(): Promise<AgentTab> {
  const browser = new AgentBrowser(overHttp);
  await browser.signIn(ADMIN.email, ADMIN.password);
  return new AgentTab(server.url, browser, property);
}

/** The events that visitors see besides messages. */
const TOLD = ["taken", "closed", "reopened", "ticket"];

/** Every entry as it lies on the server's disk, by place. */
function truth() {
  return withData(server.data, ({ read }) =>
    read
      .selectFrom("messages as m")
      .innerJoin("conversations as c", (join) =>
        join.onRef("c.property_id", "=", "m.property_id").onRef("c.id", "=", "m.conversation_id"),
      )
      .select([
        "m.id",
        "m.sequence",
        "m.revision",
        "m.text",
        "m.kind",
        "m.event",
        "c.visitor_id",
        "c.id as conversation",
      ])
      .where("m.property_id", "=", property)
      .orderBy("m.sequence")
      .execute(),
  );
}

const has = ({
  id,
  sequence,
  revision,
  text,
}: {
  id: string;
  sequence: number;
  revision: number;
  text: string;
}) => ({
  id,
  sequence,
  revision,
  text,
});

it(`R21: over random sends, disconnects, kills and new clients, every client ends with exactly what the database has (seed ${SEED})`, async () => {
  const random = seeded(SEED);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const people = Array.from({ length: VISITORS }, () => new BrowserVisitor(overHttp, property));
  const tabs = people.map((visitor) => new VisitorTab(server.url, visitor));
  const agents = [await agentTab(), await agentTab()];
  for (const [at, tab] of tabs.entries()) {
    tab.begin(`Question ${at}`);
    await tab.sender.idle();
    await tab.connect();
  }
  for (const agent of agents) await agent.connect();

  let kills = 0;
  const steps: Record<string, () => unknown> = {
    visitorSays: () => pick(tabs).say(`visitor ${random()}`),
    visitorSaysMore: () => pick(tabs).say(`visitor ${random()}`),
    agentSays: () => {
      const agent = pick(agents);
      const conversation = pick([...agent.conversations]);
      if (conversation) agent.say(conversation, `agent ${random()}`, random() < 0.2 ? "note" : "message");
    },
    agentCorrects: () => {
      const agent = pick(agents);
      const conversation = pick([...agent.written.keys()]);
      if (conversation) agent.correct(conversation, random() < 0.3 ? null : `corrected ${random()}`);
    },
    agentCloses: () => {
      const conversation = pick([...pick(agents).conversations]);
      if (conversation && random() < 0.3) pick(agents).close(conversation);
    },
    visitorReadsOrEnds: () => pick(tabs).act(random() < 0.2 ? "end" : "read"),
    cut: () => pick([...tabs, ...agents]).cut(),
    comeBack: () => {
      const away = [...tabs, ...agents].filter(({ connected }) => !connected);
      return away.length ? pick(away).connect() : undefined;
    },
    // what is written while a client comes back is where a gap or a repeat would be
    reconnectDuringChat: async () => {
      const tab = pick(tabs);
      const same = tabs.filter(({ visitor }) => visitor === tab.visitor);
      for (const one of same) one.cut();
      const back = Promise.all(same.map((one) => one.connect()));
      const conversation = pick([...pick(agents).conversations]);
      for (let said = 0; said < 12; said++) {
        tab.say(`in between ${said}`);
        if (conversation) pick(agents).say(conversation, `in between ${said}`, "message");
        await new Promise((resolve) => setTimeout(resolve, random() * 2));
      }
      await back;
    },
    join: () => {
      if (tabs.length >= 3 * VISITORS) return;
      const first = pick(tabs);
      const tab = new VisitorTab(server.url, first.visitor, first.opener);
      tabs.push(tab);
      return tab.connect();
    },
    kill: async () => {
      if (kills >= KILLS || random() < 0.5) return;
      kills++;
      await server.restart();
    },
  };
  const names = Object.keys(steps);
  for (let step = 0; step < STEPS; step++) {
    await steps[pick(names)]?.();
    // lets some of it happen in between, and some not
    if (random() < 0.5) await new Promise((resolve) => setTimeout(resolve, random() * 15));
  }

  await Promise.all([...tabs, ...agents].map(({ sender }) => sender.idle()));
  const rows = await truth();
  const seenBy = (visitor: string) =>
    rows.filter(
      ({ visitor_id, kind, event }) =>
        visitor_id === visitor &&
        (kind === "message" || TOLD.some((told) => event?.startsWith(`{"kind":"${told}"`))),
    );
  const lastOf = (some: readonly { revision: number }[]) =>
    Math.max(0, ...some.map(({ revision }) => revision));

  for (const tab of tabs) {
    const own = seenBy(tab.visitor.id);
    await tab.reach(lastOf(own));
    await tab.readBack();
    expect(tab.view.faults).toEqual([]);
    expect(tab.view.entries).toEqual(own.map(has));
    expect(tab.refused).toEqual([]);
    const said = own.map(({ id }) => id).filter((id) => tab.written.includes(id));
    expect(said).toEqual(tab.written);
  }
  for (const agent of agents) {
    await agent.reach(lastOf(rows));
    await agent.readBack();
    expect(agent.view.faults).toEqual([]);
    expect(agent.view.entries).toEqual(rows.map(has));
    for (const [conversation, written] of agent.written) {
      const said = rows.filter((row) => row.conversation === conversation && written.includes(row.id));
      expect(said.map(({ id }) => id)).toEqual(written);
    }
  }
  for (const client of [...tabs, ...agents]) client.cut();
});
