import type { ReportDay, ReportTotals } from "../../shared/reports.ts";
import { type DayCounts, noCounts } from "../conversations/counts/day-counts.ts";
import { dateOf, type Period, weekdayOf } from "./period.ts";
import { addTimes, type TimeHistogram, timesOf } from "./time-histogram.ts";

const HOURS = 24;

/** The counts of days; one without any conversation is left out. */
type CountsByDay = ReadonlyMap<number, DayCounts>;

/** The sums of a period, and those of each of its days. */
export interface PeriodSums {
  readonly totals: Omit<ReportTotals, "contacts">;
  readonly days: ReportDay[];
}

/** Sums up the days of a period. Pure. */
export function sumDays(counts: CountsByDay, { from, to }: Period): PeriodSums {
  const totals = { conversations: 0, tickets: 0, good: 0, bad: 0 };
  const answers: TimeHistogram = [];
  const ends: TimeHistogram = [];
  const days: ReportDay[] = [];
  for (let day = from; day <= to; day++) {
    const one = counts.get(day) ?? noCounts();
    const [conversations, tickets] = [sumOf(one.conversations), sumOf(one.tickets)];
    totals.conversations += conversations;
    totals.tickets += tickets;
    for (const { good = 0, bad = 0 } of Object.values(one.ratings)) {
      totals.good += good;
      totals.bad += bad;
    }
    const answersOfDay: TimeHistogram = [];
    for (const times of Object.values(one.answers)) addTimes(answersOfDay, times);
    addTimes(answers, answersOfDay);
    addTimes(ends, one.ends);
    days.push({
      date: dateOf(day),
      conversations,
      tickets,
      firstAnswer: timesOf(answersOfDay)?.median ?? null,
    });
  }
  return { totals: { ...totals, firstAnswer: timesOf(answers), end: timesOf(ends) }, days };
}

const sumOf = (numbers: Readonly<Record<string, number>>): number =>
  Object.values(numbers).reduce((sum, count) => sum + count, 0);

/** Sums up a period by the day of the week, Monday first, and the hour. Pure. */
export function sumHours(
  counts: CountsByDay,
  { from, to }: Period,
): { readonly conversations: number[][]; readonly tickets: number[][] } {
  const hours = { conversations: emptyWeek(), tickets: emptyWeek() };
  for (let day = from; day <= to; day++) {
    const one = counts.get(day) ?? noCounts();
    addHours(hours.conversations[weekdayOf(day)], one.conversations);
    addHours(hours.tickets[weekdayOf(day)], one.tickets);
  }
  return hours;
}

const emptyWeek = (): number[][] => Array.from({ length: 7 }, () => Array<number>(HOURS).fill(0));

function addHours(hours: number[] | undefined, numbers: Readonly<Record<string, number>>): void {
  if (!hours) return;
  for (const [hour, count] of Object.entries(numbers))
    hours[Number(hour)] = (hours[Number(hour)] ?? 0) + count;
}

/** The sums of an agent. */
export interface AgentSums {
  conversations: number;
  readonly answers: TimeHistogram;
  good: number;
  bad: number;
}

/** Sums up a period by the ID of the agent; the empty ID: nobody. Pure. */
export function sumAgents(counts: CountsByDay, { from, to }: Period): ReadonlyMap<string, AgentSums> {
  const agents = new Map<string, AgentSums>();
  const of = (agent: string): AgentSums => {
    const known = agents.get(agent) ?? { conversations: 0, answers: [], good: 0, bad: 0 };
    agents.set(agent, known);
    return known;
  };
  for (let day = from; day <= to; day++) {
    const { writers, answers, ratings } = counts.get(day) ?? noCounts();
    for (const [agent, count] of Object.entries(writers)) of(agent).conversations += count;
    for (const [agent, times] of Object.entries(answers)) addTimes(of(agent).answers, times);
    for (const [agent, { good = 0, bad = 0 }] of Object.entries(ratings)) {
      const sums = of(agent);
      sums.good += good;
      sums.bad += bad;
    }
  }
  return agents;
}
