/** The ratio of the end of a bucket to its beginning: what is read of a bucket is at most 4.9 % from what was counted. */
const RATIO = 1.1;
const SECOND = 1_000;

/** The bucket of a duration. Pure. @param ms everything below a second is in the first bucket, 0 */
export function bucketOf(ms: number): number {
  const seconds = Math.max(ms, SECOND) / SECOND;
  return Math.floor(Math.log(seconds) / Math.log(RATIO));
}

/** The duration that stands for a bucket: the geometric middle, ms. Pure. */
export function durationOf(bucket: number): number {
  return Math.round(RATIO ** (bucket + 0.5) * SECOND);
}
