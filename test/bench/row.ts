/** One line of the bench's table. */
export interface BenchRow {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Never more than. */
  readonly limit?: number;
  /** Where we want to be. */
  readonly wanted?: number;
  /** The baseline, measured in the same run. */
  readonly baseline?: number;
  /** The value must be at least so many times the baseline. */
  readonly atLeastRatio?: number;
  /** The value must be at most so many times the baseline. */
  readonly atMostRatio?: number;
}
