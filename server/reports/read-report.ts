import { CONTACT_SOURCES } from "../../shared/contact.ts";
import type { Report, ReportAgent, ReportForm, ReportQuery, ReportSource } from "../../shared/reports.ts";
import { localTime } from "../../shared/rules/hours.ts";
import { type DayCounts, readCounts } from "../conversations/counts/day-counts.ts";
import type { Db } from "../platform/database/open.ts";
import { countContacts } from "./count-contacts.ts";
import { countForms } from "./count-forms.ts";
import { dateOf, type Period, periodBefore, periodOf } from "./period.ts";
import { type AgentSums, sumAgents, sumDays, sumHours } from "./sum-days.ts";
import { timesOf } from "./time-histogram.ts";

interface ReportScope {
  readonly property: string;
  readonly timeZone: string;
  /** Ms since 1970. */
  readonly now: number;
}

/**
 * Reads the report of a period and of the one before it. The conversations of each day are counted when they change, so that
 * the costs grow with the days, not with the messages.
 */
export async function readReport(
  db: Db,
  { property, timeZone, now }: ReportScope,
  query: ReportQuery,
): Promise<Report> {
  const period = periodOf(query, localTime(timeZone, now).day);
  const before = periodBefore(period);
  const counts = await findDays(db, property, { from: before.from, to: period.to });
  const sums = sumDays(counts, period);
  const agents = sumAgents(counts, period);
  const sumsBefore = sumDays(counts, before);
  const contacts = await countContacts(db, property, timeZone, period);
  const contactsBefore = await countContacts(db, property, timeZone, before);
  return {
    timeZone,
    ...dates(period),
    previous: dates(before),
    totals: { ...sums.totals, contacts: sumOf(contacts) },
    previousTotals: { ...sumsBefore.totals, contacts: sumOf(contactsBefore) },
    days: sums.days,
    previousDays: sumsBefore.days,
    hours: sumHours(counts, period),
    agents: toAgents(agents, await findNames(db, [...agents.keys()])),
    sources: CONTACT_SOURCES.flatMap((source): ReportSource[] => {
      const one = { source, contacts: contacts.get(source) ?? 0, previous: contactsBefore.get(source) ?? 0 };
      return one.contacts || one.previous ? [one] : [];
    }),
    forms: toForms(await countForms(db, property, period), await countForms(db, property, before)),
  };
}

const dates = ({ from, to }: Period) => ({ from: dateOf(from), to: dateOf(to) });

const sumOf = (counts: ReadonlyMap<string, number>): number =>
  [...counts.values()].reduce((sum, count) => sum + count, 0);

async function findDays(db: Db, property: string, { from, to }: Period): Promise<Map<number, DayCounts>> {
  const rows = await db
    .selectFrom("conversation_days")
    .select(["day", "counts"])
    .where("property_id", "=", property)
    .where("day", ">=", from)
    .where("day", "<=", to)
    .execute();
  return new Map(rows.map(({ day, counts }) => [day, readCounts(counts)]));
}

async function findNames(db: Db, ids: readonly string[]): Promise<Map<string, string>> {
  if (!ids.length) return new Map();
  const rows = await db.selectFrom("agents").select(["id", "name"]).where("id", "in", ids).execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** The agents of the sums. What is nobody's is in the totals only. */
function toAgents(sums: ReadonlyMap<string, AgentSums>, names: ReadonlyMap<string, string>): ReportAgent[] {
  return [...sums]
    .flatMap(([id, { answers, ...rest }]) =>
      id === "" ? [] : [{ id, name: names.get(id) ?? "", ...rest, firstAnswer: timesOf(answers) }],
    )
    .sort((a, b) => b.conversations - a.conversations || (a.id < b.id ? -1 : 1));
}

type FormSums = Awaited<ReturnType<typeof countForms>>;

function toForms(sums: FormSums, before: FormSums): ReportForm[] {
  return [...sums]
    .map(([form, counts]) => ({
      form,
      ...counts,
      previousShown: before.get(form)?.shown ?? 0,
      previousSubmitted: before.get(form)?.submitted ?? 0,
    }))
    .sort((a, b) => b.shown - a.shown || (a.form < b.form ? -1 : 1));
}
