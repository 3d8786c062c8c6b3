import { beforeEach, expect, it } from "vitest";
import type { Action } from "../../../server/conversations/core/transitions.ts";
import { reports } from "../../../server/platform/database/migrations/0034-reports.ts";
import { Me } from "../../../shared/account.ts";
import { type AgentName, ConversationSummary } from "../../../shared/conversation.ts";
import { BulkResult } from "../../../shared/crm.ts";
import { Report, type Times } from "../../../shared/reports.ts";
import { doIn, say } from "../../support/acting.ts";
import { type AgentBrowser, makeTeam } from "../../support/agent.ts";
import { rowsOf, type TestApp, testApp } from "../../support/app.ts";
import { BrowserVisitor } from "../../support/browser-visitor.ts";
import { seeded } from "../../support/clock.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { uuid } from "../../support/deliveries.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** The local date and time as in "2026-10-25 02:30". */
const BERLIN = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "Europe/Berlin",
  dateStyle: "short",
  timeStyle: "short",
});
const NOBODY = { conversations: 0, firstAnswer: null, end: null, good: 0, bad: 0 };

/** The value at a share of the sorted values, by the nearest rank. */
const rank = (values: readonly number[], share: number) =>
  [...values].sort((a, b) => a - b)[Math.ceil(share * values.length) - 1] ?? 0;

function expectTimes(times: Times | null, exact: readonly number[]): void {
  expect(times?.count ?? 0).toBe(exact.length);
  for (const [share, value] of [
    [0.5, times?.median ?? 0],
    [0.9, times?.p90 ?? 0],
  ] as const) {
    const right = Math.max(rank(exact, share), exact.length ? 1_000 : 0);
    expect(Math.abs(value - right)).toBeLessThanOrEqual(0.05 * right);
  }
}

describeEachDatabase("the report of a property", (open) => {
  let test: TestApp;
  let admin: AgentBrowser;
  let agents: readonly AgentName[];
  let property: string;
  let other: string;
  let base: string;
  beforeEach(async () => {
    test = await testApp(await open());
    const team = await makeTeam(test);
    ({ admin, property, other } = team);
    base = `/api/properties/${property}`;
    const known = await Promise.all([admin, team.agent].map((one) => one.ok(Me, "GET", "/api/me")));
    agents = known.map(({ agent: { id, name } }) => ({ id, name }));
  });

  const report = (query: string) => admin.ok(Report, "GET", `${base}/reports?${query}`);
  const arrive = async (name: string, form?: "offline") => {
    const visitor = new BrowserVisitor(test.app, property);
    await visitor.visit();
    const answers = { name, email: `${name.toLowerCase()}@example.com`, message: `I am ${name}` };
    const receipt = await visitor.submit(answers, form);
    if (receipt.status !== "accepted") throw new Error(`${name} was refused`);
    return { visitor: visitor.id, property, conversation: receipt.conversation ?? "" };
  };

  it("R41: counts by the local day and hour, across a change of the clocks", async () => {
    // 01:30, twice 02:30, and 03:30 in Berlin
    for (const [name, at] of [
      ["Ann", "2026-10-24T23:30Z"],
      ["Bob", "2026-10-25T00:30Z"],
      ["Cleo", "2026-10-25T01:30Z"],
      ["Dan", "2026-10-25T02:30Z"],
      ["Eve", "2026-10-25T22:59Z"],
      ["Fay", "2026-10-25T23:00Z"],
    ] as const) {
      test.clock.set(Date.parse(at));
      await arrive(name);
    }
    const { days, hours, sources, timeZone } = await report("from=2026-10-24&to=2026-10-26");
    expect(timeZone).toBe("Europe/Berlin");
    expect(days.map(({ conversations }) => conversations)).toEqual([0, 5, 1]);
    const sunday = hours.conversations[6] ?? [];
    expect([sunday[1], sunday[2], sunday[3], sunday[23]]).toEqual([1, 2, 1, 1]);
    expect(hours.conversations[0]?.[0]).toBe(1);
    expect(sources).toEqual([{ source: "form", contacts: 6, previous: 0 }]);
    const monday = await report("from=2026-10-26&to=2026-10-26");
    expect(monday.totals).toMatchObject({ conversations: 1, contacts: 1 });
    expect(monday.previousTotals).toMatchObject({ conversations: 5, contacts: 5 });
  });

  it("R41: counts what a look at every conversation and message counts, after any history", async () => {
    const { opened, ended } = await liveThrough(40, 260);
    const from = BERLIN.format(opened).slice(0, 10);
    const to = BERLIN.format(test.clock.now()).slice(0, 10);
    const found = await report(`from=${from}&to=${to}`);
    const messages = await rowsOf(test, "messages");
    const conversations = (await rowsOf(test, "conversations")).filter(
      (row) => row.suspicious === 0 && row.joined_into === null,
    );
    const answersOf = (id: string) =>
      messages.filter(
        (one) => one.conversation_id === id && one.kind === "message" && one.author === "agent",
      );
    const onDay = (date: string) =>
      conversations.filter((row) => BERLIN.format(row.created_at).startsWith(date));
    expect(found.days.map(({ date, conversations, tickets }) => [date, conversations, tickets])).toEqual(
      found.days.map(({ date }) => [
        date,
        onDay(date).length,
        onDay(date).filter(({ ticket }) => ticket !== null).length,
      ]),
    );
    expect(found.totals.conversations).toBe(conversations.length);
    const hours = Array.from(
      { length: 24 },
      (_, hour) =>
        conversations.filter((row) => Number(BERLIN.format(row.created_at).slice(11, 13)) === hour).length,
    );
    expect(
      hours.map((_, hour) => found.hours.conversations.reduce((sum, day) => sum + (day[hour] ?? 0), 0)),
    ).toEqual(hours);
    const times = conversations.flatMap((row) => {
      const received = answersOf(row.id).map((one) => one.received_at);
      return received.length ? [Math.min(...received) - row.created_at] : [];
    });
    expect(times.length).toBeGreaterThan(5);
    expectTimes(found.totals.firstAnswer, times);
    const ends = conversations.flatMap((row) => {
      const end = ended.get(row.id);
      return end === undefined ? [] : [end - row.created_at];
    });
    expect(ends.length).toBeGreaterThan(5);
    expectTimes(found.totals.end, ends);
    expect([found.totals.good, found.totals.bad]).toEqual(
      (["good", "bad"] as const).map((one) => conversations.filter(({ rating }) => rating === one).length),
    );
    for (const { id, conversations: count, good } of found.agents) {
      const written = conversations.filter((row) => answersOf(row.id).some((one) => one.agent_id === id));
      expect(count).toBe(written.length);
      expect(good).toBe(
        conversations.filter((row) => row.assignee_id === id && row.rating === "good").length,
      );
    }
  });

  it("is the same when the conversations are counted by the upgrade", async () => {
    await liveThrough(25, 160);
    const inOrder = <T>(rows: readonly T[]) => rows.map((row) => JSON.stringify(sorted(row))).sort();
    const counted = async () =>
      (await rowsOf(test, "conversation_days")).map(({ counts, ...row }) => ({
        ...row,
        ...JSON.parse(counts),
      }));
    const facts = async () =>
      (await rowsOf(test, "conversations")).map((row) => ({ id: row.id, ...JSON.parse(row.facts) }));
    const before = { days: inOrder(await counted()), facts: inOrder(await facts()) };
    const db = test.deps.database.writer;
    for (const table of ["conversation_days", "erased_contacts"]) await db.schema.dropTable(table).execute();
    await db.schema.alterTable("conversations").dropColumn("facts").execute();
    await reports.up(db as never);
    expect(inOrder(await facts())).toEqual(before.facts);
    expect(inOrder(await counted())).toEqual(before.days);
  });

  /** Opens conversations and acts in them at random. @returns when the first was opened, and when those that have ended did */
  async function liveThrough(count: number, actions: number) {
    const random = seeded(count);
    const pick = (most: number) => Math.floor(random() * most);
    test.clock.set(Date.parse("2026-10-20T21:00Z"));
    const opened = test.clock.now();
    const ended = new Map<string, number>();
    const known: { property: string; conversation: string }[] = [];
    for (let step = 0; step < actions; step++) {
      test.clock.pass(pick(4) ? pick(20 * MINUTE) : pick(10 * HOUR));
      if (known.length < count && (step % 4 === 0 || !known.length)) {
        known.push(await arrive(`Visitor${step}`, pick(3) ? undefined : "offline"));
        continue;
      }
      const place = known[pick(known.length)];
      const row = (await rowsOf(test, "conversations")).find(({ id }) => id === place?.conversation);
      if (!place || !row) throw new Error("There is no conversation");
      const by = agents[pick(2)] ?? null;
      const isClosed = row.ticket !== null && row.status === "closed";
      const choices: readonly (readonly [AgentName | null, Action])[] = [
        [by, say(test, "Good day")],
        [by, say(test, "Only for us", "note")],
        ...(isClosed ? [] : [[null, { ...say(test, "Hello?"), channel: "widget" } as Action] as const]),
        [by, { kind: "set_status", to: "closed" }],
        [by, { kind: "set_status", to: row.ticket === null ? "open" : "solved" }],
        [by, { kind: "set_status", to: "open" }],
        [null, { kind: "rate", rating: pick(2) ? "good" : "bad", text: "" }],
        [by, { kind: "mark_suspicious", on: pick(4) === 0 }],
        [by, { kind: "make_ticket", number: 1_000 + step, subject: "Later" }],
        [by, { kind: "assign", to: agents[pick(2)] ?? { id: "", name: "" } }],
      ];
      const choice = choices[pick(choices.length)];
      if (choice) await doIn(test, place, ...choice);
      const after = (await rowsOf(test, "conversations")).find(({ id }) => id === row.id);
      if (after?.status !== "solved" && after?.status !== "closed") ended.delete(row.id);
      else if (!ended.has(row.id)) ended.set(row.id, test.clock.now());
    }
    return { opened, ended };
  }

  it("R41: counts joined tickets once, and both again after the join is undone", async () => {
    const [one, other] = [await arrive("Ann", "offline"), await arrive("Bob", "offline")];
    const today = () => report("period=last_7_days");
    expect((await today()).totals).toMatchObject({ conversations: 2, tickets: 2 });
    const join = `${base}/conversations/${one.conversation}/join`;
    await admin.ok(ConversationSummary, "POST", join, { into: other.conversation });
    expect((await today()).totals).toMatchObject({ conversations: 1, tickets: 1, end: null });
    await admin.ok(ConversationSummary, "DELETE", join);
    expect((await today()).totals).toMatchObject({ conversations: 2, tickets: 2, end: null });
  });

  it("R41: measures no first answer where the team has written first", async () => {
    const { visitor } = await arrive("Ann");
    test.clock.pass(HOUR);
    await admin.ok(ConversationSummary, "POST", `${base}/contacts/${visitor}/tickets`, {
      id: uuid(),
      kind: "message",
      subject: "Call back",
      text: "May we call you?",
    });
    const { totals, agents: found } = await report("period=last_7_days");
    expect(totals).toMatchObject({ conversations: 2, tickets: 1, firstAnswer: null });
    expect(found).toMatchObject([{ id: agents[0]?.id, conversations: 1, firstAnswer: null }]);
  });

  it("R26: an erased person stays counted, and so does one who waits for the erasure", async () => {
    const ann = await arrive("Ann");
    await doIn(test, ann, agents[0] ?? null, say(test, "Good day"));
    await arrive("Bob");
    const before = await report("period=last_7_days");
    expect(before.totals).toMatchObject({ conversations: 2, contacts: 2 });
    await admin.ok(BulkResult, "POST", `${base}/contacts/bulk`, { kind: "delete", contacts: [ann.visitor] });
    expect(await report("period=last_7_days")).toEqual(before);
    const response = await admin.send("DELETE", `${base}/contacts/${ann.visitor}`);
    expect(response.ok).toBe(true);
    expect(await rowsOf(test, "conversations")).toHaveLength(1);
    expect(await report("period=last_7_days")).toEqual(before);
  });

  it("R29: sums up the forms that were shown, over versions and devices, and those of the period before", async () => {
    const showings = [
      ["quote", "2026-11-23", "v1", "desktop", "shown", 5],
      ["quote", "2026-11-23", "v2", "mobile", "shown", 2],
      ["quote", "2026-11-23", "v2", "mobile", "started", 1],
      ["quote", "2026-11-23", "v2", "mobile", "seconds", 9],
      ["quote", "2026-11-22", "v1", "desktop", "submitted", 4],
      ["pre_chat", "2026-11-23", "v1", "desktop", "shown", 8],
      ["pre_chat", "2026-11-21", "v1", "desktop", "shown", 16],
    ] as const;
    const rows = showings.map(([form, day, version, device, measure, count]) => ({
      ...{ property_id: property, form, day, version, device, measure, count, detail: "" },
    }));
    await test.deps.database.write((tx) => tx.insertInto("form_counts").values(rows).execute());
    const { forms } = await report("from=2026-11-23&to=2026-11-23");
    expect(forms).toEqual([
      { form: "pre_chat", shown: 8, started: 0, submitted: 0, previousShown: 0, previousSubmitted: 0 },
      { form: "quote", shown: 7, started: 1, submitted: 0, previousShown: 0, previousSubmitted: 4 },
    ]);
  });

  it("R38: keeps the properties apart", async () => {
    await arrive("Ann");
    expect((await admin.ok(Report, "GET", `/api/properties/${other}/reports`)).totals).toMatchObject(NOBODY);
  });

  it("R19: gives each table as a file that no spreadsheet runs", async () => {
    await test.deps.database.write((tx) => tx.updateTable("agents").set({ name: "=HYPERLINK(1)" }).execute());
    const place = await arrive("Ann");
    const me = { id: agents[0]?.id ?? "", name: "" };
    test.clock.pass(2 * MINUTE);
    await doIn(test, place, me, say(test, "Good day"));
    const file = async (table: string) => {
      const response = await admin.send(
        "GET",
        `${base}/reports.csv?table=${table}&from=2026-11-23&to=2026-11-23`,
      );
      expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
      expect(response.headers.get("content-disposition")).toBe(
        `attachment; filename="${property}-${table}-2026-11-23-2026-11-23.csv"`,
      );
      return (await response.text())
        .replace(/^\ufeff/, "")
        .trim()
        .split("\n");
    };
    expect((await file("days"))[1]).toMatch(/^"2026-11-23","1","0","\d+","2026-11-22","0","0",$/);
    expect(await file("hours")).toHaveLength(169);
    expect((await file("agents"))[1]).toMatch(/^"'=HYPERLINK\(1\)","1","1"/);
    expect(await file("sources")).toEqual(['"Source","Contacts","Contacts before"', '"form","1","0"']);
  });

  it("refuses periods and tables that there are not", async () => {
    for (const path of [
      "reports?from=2026-01-01",
      "reports?from=2026-13-01&to=2026-13-02",
      "reports?from=2026-01-01&to=2027-01-02",
      "reports?period=for_ever",
      "reports.csv?from=2026-01-01&to=2026-01-02",
      "reports.csv?table=__proto__",
    ])
      expect(await admin.refused("GET", `${base}/${path}`), path).toMatchObject({ code: "invalid_request" });
  });
});

/** The same value with the keys of every object in one order. */
function sorted(value: unknown): unknown {
  if (!value || typeof value !== "object" || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, part]) => [key, sorted(part)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
