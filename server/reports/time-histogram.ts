import type { Times } from "../../shared/reports.ts";
import { durationOf } from "../conversations/counts/time-buckets.ts";

/** How many durations are in each bucket. */
export type TimeHistogram = Map<number, number>;

/** Adds the numbers of buckets to a histogram. @param sum changed in place */
export function addTimes(
  sum: TimeHistogram,
  numbers: Iterable<readonly [bucket: string | number, count: number]>,
): void {
  for (const [bucket, count] of numbers) sum.set(Number(bucket), (sum.get(Number(bucket)) ?? 0) + count);
}

/** The median and the 90th percentile, by the nearest rank. Pure. @returns null if there are no durations */
export function timesOf(histogram: TimeHistogram): Times | null {
  const buckets = [...histogram].sort(([a], [b]) => a - b);
  const count = buckets.reduce((sum, [, some]) => sum + some, 0);
  if (count === 0) return null;
  return { count, median: quantile(buckets, count, 0.5), p90: quantile(buckets, count, 0.9) };
}

function quantile(
  buckets: readonly (readonly [bucket: number, count: number])[],
  count: number,
  share: number,
): number {
  let left = Math.ceil(share * count);
  for (const [bucket, some] of buckets) {
    left -= some;
    if (left <= 0) return durationOf(bucket);
  }
  throw new Error("The numbers of a histogram are fewer than their sum");
}
