import { type Kysely, type Migration, sql } from "kysely";
import { wallTime } from "../../../../shared/rules/hours.ts";
import { clustered } from "./tables.ts";

/** How many conversations are read and counted at a time. */
const CHUNK = 500;
const HOUR = 3_600_000;
const HOURS = 24;
/** The ratio of the buckets of times, which begin with a second. */
const RATIO = 1.1;

/** Reports: the counts of conversations by the day on which they began, with those that are there. */
export const reports: Migration = {
  async up(db) {
    await db.schema
      .alterTable("conversations")
      .addColumn("facts", "text", (c) => c.notNull().defaultTo(""))
      .execute();
    await db.schema
      .createTable("conversation_days")
      .addColumn("property_id", "text", (c) => c.notNull())
      .addColumn("day", "integer", (c) => c.notNull())
      .addColumn("counts", "text", (c) => c.notNull())
      .addPrimaryKeyConstraint("conversation_days_pk", ["property_id", "day"])
      .$call(clustered(db))
      .execute();
    await db.schema
      .createTable("erased_contacts")
      .addColumn("property_id", "text", (c) => c.notNull())
      .addColumn("day", "integer", (c) => c.notNull())
      .addColumn("source", "text", (c) => c.notNull())
      .addColumn("contacts", "integer", (c) => c.notNull())
      .addPrimaryKeyConstraint("erased_contacts_pk", ["property_id", "day", "source"])
      .$call(clustered(db))
      .execute();
    // the source makes the index enough for counting contacts by it
    await db.schema.dropIndex("visitors_contacts_since").execute();
    await sql`create index visitors_contacts_since on visitors (property_id, contact_since desc, id desc, source)
      where contact_since is not null`.execute(db);
    const { rows } = await sql<{ id: string; settings: string }>`select id, settings from properties`.execute(
      db,
    );
    for (const { id, settings } of rows) await countProperty(db, id, timeZoneOf(settings));
  },
};

function timeZoneOf(settings: string): string {
  const { timeZone }: { timeZone?: unknown } = JSON.parse(settings);
  return typeof timeZone === "string" ? timeZone : "UTC";
}

interface Conversation {
  readonly id: string;
  readonly form: string;
  readonly ticket: number | null;
  readonly status: string;
  readonly suspicious: number;
  readonly hidden: number;
  readonly assignee_id: string | null;
  readonly rating: string | null;
  readonly joined_into: string | null;
  readonly solved_at: number | null;
  readonly created_at: number;
}

interface Entry {
  readonly conversation_id: string;
  readonly kind: string;
  readonly agent_id: string | null;
  readonly event: string | null;
  readonly received_at: number;
}

async function countProperty(db: Kysely<unknown>, property: string, timeZone: string): Promise<void> {
  const days = new Map<number, Counts>();
  for (let after = ""; ; ) {
    const { rows } = await sql<Conversation>`
      select id, form, ticket, status, suspicious, hidden, assignee_id, rating, joined_into, solved_at, created_at
      from conversations where property_id = ${property} and id > ${after} order by id limit ${CHUNK}
    `.execute(db);
    const last = rows.at(-1);
    if (!last) break;
    const entries = await findEntries(db, property, rows);
    for (const row of rows) {
      const facts = factsOf(row, entries.get(row.id) ?? [], timeZone);
      count(days, facts);
      await sql`update conversations set facts = ${JSON.stringify(facts)}
        where property_id = ${property} and id = ${row.id}`.execute(db);
    }
    after = last.id;
  }
  for (const [day, counts] of days)
    await sql`insert into conversation_days (property_id, day, counts)
      values (${property}, ${day}, ${JSON.stringify(counts)})`.execute(db);
}

/** The messages of agents and the ends and beginnings of conversations, in order. */
async function findEntries(
  db: Kysely<unknown>,
  property: string,
  conversations: readonly Conversation[],
): Promise<Map<string, Entry[]>> {
  const events = ["solved", "closed", "reopened", "open", "waiting"].map((kind) => JSON.stringify({ kind }));
  const { rows } = await sql<Entry>`
    select conversation_id, kind, agent_id, event, received_at from messages
    where property_id = ${property} and conversation_id in (${sql.join(conversations.map(({ id }) => id))})
      and ((kind = 'message' and author = 'agent') or (kind = 'event' and event in (${sql.join(events)})))
    order by conversation_id, sequence
  `.execute(db);
  const found = new Map<string, Entry[]>();
  for (const row of rows) {
    const others = found.get(row.conversation_id);
    if (others) others.push(row);
    else found.set(row.conversation_id, [row]);
  }
  return found;
}

function factsOf(row: Conversation, entries: readonly Entry[], timeZone: string) {
  const answers = entries.filter(({ kind }) => kind === "message");
  const first = answers[0];
  const sinceBegin = (at: number) => Math.max(0, at - row.created_at);
  const end = endOf(row, entries);
  return {
    hour: Math.floor(wallTime(timeZone, row.created_at) / HOUR),
    isAsked: row.form !== "agent" && row.hidden === 0,
    answer: first ? sinceBegin(first.received_at) : null,
    agents: [...new Set(answers.flatMap(({ agent_id }) => agent_id ?? []))],
    end: end === null ? null : sinceBegin(end),
    isTicket: row.ticket !== null,
    rating: row.rating,
    assignee: row.assignee_id,
    isCounted: row.suspicious === 0 && row.joined_into === null,
  };
}

/**
 * When a conversation ended, by the entries of it; one without such entries ended when it began. An agent's message opens a
 * ticket that has ended without an event. Null: it is open.
 */
function endOf({ status, solved_at, created_at }: Conversation, entries: readonly Entry[]): number | null {
  if (status !== "solved" && status !== "closed") return null;
  let end: number | null = null;
  for (const { event, received_at } of entries) {
    if (event === '{"kind":"solved"}' || event === '{"kind":"closed"}') end ??= received_at;
    else end = null;
  }
  return solved_at ?? end ?? created_at;
}

type Numbers = Record<string, number>;

const noCounts = () => ({
  conversations: {} as Numbers,
  tickets: {} as Numbers,
  answers: {} as Record<string, Numbers>,
  ends: {} as Numbers,
  ratings: {} as Record<string, Numbers>,
  writers: {} as Numbers,
});
type Counts = ReturnType<typeof noCounts>;

const bucketOf = (ms: number) => String(Math.floor(Math.log(Math.max(ms, 1_000) / 1_000) / Math.log(RATIO)));

function count(days: Map<number, Counts>, facts: ReturnType<typeof factsOf>): void {
  if (!facts.isCounted) return;
  const day = Math.floor(facts.hour / HOURS);
  const counts = days.get(day) ?? noCounts();
  days.set(day, counts);
  const hour = String(facts.hour - day * HOURS);
  add(counts.conversations, hour);
  if (facts.isTicket) add(counts.tickets, hour);
  if (facts.isAsked && facts.answer !== null)
    add(ofAgent(counts.answers, facts.agents[0] ?? ""), bucketOf(facts.answer));
  if (facts.end !== null) add(counts.ends, bucketOf(facts.end));
  if (facts.rating !== null) add(ofAgent(counts.ratings, facts.assignee ?? ""), facts.rating);
  for (const agent of facts.agents) add(counts.writers, agent);
}

function add(numbers: Numbers, key: string): void {
  numbers[key] = (numbers[key] ?? 0) + 1;
}

function ofAgent(byAgent: Record<string, Numbers>, agent: string): Numbers {
  byAgent[agent] ??= {};
  return byAgent[agent];
}
