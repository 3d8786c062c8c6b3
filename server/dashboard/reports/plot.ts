/** A row of values, one for each day. */
export interface PlottedSeries {
  readonly label: string;
  /** Null: there is no value on this day. */
  readonly values: readonly (number | null)[];
  readonly look: "bars" | "line" | "line over bars" | "before";
}

/** A plot over days. */
export interface Plot {
  /** As in 2026-01-31. */
  readonly dates: readonly string[];
  readonly series: readonly PlottedSeries[];
  readonly format: (value: number) => string;
  /** The distances that the lines of the grid may have. */
  readonly steps: readonly number[];
}
