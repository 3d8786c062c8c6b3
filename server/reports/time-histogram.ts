import type { Times } from "../../shared/reports.ts";
import { durationOf } from "../conversations/counts/time-buckets.ts";

/** How many durations are in each bucket, by its index; a bucket without any may be missing. */
export type TimeHistogram = number[];

/** Adds the numbers of buckets to a histogram. @param sum changed in place */
export function addTimes(sum: TimeHistogram, numbers: Readonly<Record<number, number>>): void {
  // `Object.entries` would make a list of each of several hundred thousand numbers
  for (const bucket in numbers) sum[bucket] = (sum[bucket] ?? 0) + (numbers[bucket] ?? 0);
}

/** The median and the 90th percentile, by the nearest rank. Pure. @returns null if there are no durations */
export function timesOf(histogram: TimeHistogram): Times | null {
  const count = histogram.reduce((sum, some) => sum + some, 0);
  if (count === 0) return null;
  return { count, median: quantile(histogram, count, 0.5), p90: quantile(histogram, count, 0.9) };
}

function quantile(histogram: TimeHistogram, count: number, share: number): number {
  let left = Math.ceil(share * count);
  const bucket = histogram.findIndex((some) => {
    left -= some ?? 0;
    return left <= 0;
  });
  return durationOf(bucket);
}
