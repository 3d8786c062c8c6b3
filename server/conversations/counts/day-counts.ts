import * as z from "zod/mini";
import type { ConversationFacts } from "./conversation-facts.ts";
import { bucketOf } from "./time-buckets.ts";

const HOURS = 24;

type Numbers = Record<string, number>;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
// the report of a year reads several hundred thousand numbers: `z.record` would parse each of them, and `Object.values` copy
function isNumbers(value: unknown): value is Numbers {
  if (!isRecord(value)) return false;
  for (const key in value) if (typeof value[key] !== "number") return false;
  return true;
}

const Numbers = z.custom<Numbers>(isNumbers);
/** Numbers by agent; the empty ID: nobody. */
const ByAgent = z.custom<Record<string, Numbers>>(
  (value) => isRecord(value) && Object.values(value).every(isNumbers),
);

/**
 * The conversations that began on one day of a property: how many of them have which facts. A number that is zero is left
 * out.
 */
export const DayCounts = z.object({
  /** By the hour of the day, 0 to 23. */
  conversations: Numbers,
  tickets: Numbers,
  /** By the bucket of the time to the first answer, of the agent who gave it. */
  answers: ByAgent,
  /** By the bucket of the time to the end. */
  ends: Numbers,
  /** By `good` or `bad`, of the agent who had the conversation. */
  ratings: ByAgent,
  /** By agent: the conversations in which they have written. */
  writers: Numbers,
});
export type DayCounts = z.infer<typeof DayCounts>;

export const noCounts = (): DayCounts => ({
  conversations: {},
  tickets: {},
  answers: {},
  ends: {},
  ratings: {},
  writers: {},
});

/** Reads the counts of a day, as `conversation_days` has them. */
export const readCounts = (text: string): DayCounts => z.parse(DayCounts, JSON.parse(text));

/** The day on which a conversation began: the days from 1970-01-01. */
export const dayOf = ({ hour }: Pick<ConversationFacts, "hour">): number => Math.floor(hour / HOURS);

/**
 * Adds the facts of a conversation to the counts of its day, or takes them back.
 *
 * @param counts changed in place
 */
export function addFacts(counts: DayCounts, facts: ConversationFacts, by: 1 | -1): void {
  if (!facts.isCounted) return;
  const hour = String(facts.hour - dayOf(facts) * HOURS);
  add(counts.conversations, hour, by);
  if (facts.isTicket) add(counts.tickets, hour, by);
  if (facts.isAsked && facts.answer !== null)
    addOf(counts.answers, facts.agents[0] ?? "", String(bucketOf(facts.answer)), by);
  if (facts.end !== null) add(counts.ends, String(bucketOf(facts.end)), by);
  if (facts.rating !== null) addOf(counts.ratings, facts.assignee ?? "", facts.rating, by);
  for (const agent of facts.agents) add(counts.writers, agent, by);
}

function add(numbers: Numbers, key: string, by: number): void {
  const sum = (numbers[key] ?? 0) + by;
  if (sum === 0) delete numbers[key];
  else numbers[key] = sum;
}

function addOf(byAgent: Record<string, Numbers>, agent: string, key: string, by: number): void {
  const numbers = byAgent[agent] ?? {};
  add(numbers, key, by);
  if (Object.keys(numbers).length) byAgent[agent] = numbers;
  else delete byAgent[agent];
}
