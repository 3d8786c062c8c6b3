import type { MeasuredDevice } from "../../../shared/form-measure.ts";

/** The tables of the measure of forms. See `schema.ts`. */
export interface FormMeasureSchema {
  form_counts: FormCounts;
}

/** A counter of the showings of a form (R29). It names nobody. */
interface FormCounts {
  property_id: string;
  /** Its key. */
  form: string;
  version: string;
  /** In the property's time zone, such as 2026-01-31. */
  day: string;
  device: MeasuredDevice;
  measure: "shown" | "started" | "submitted" | "left" | "seconds";
  /** Of `left` the field, of `seconds` the upper end of the bucket; otherwise empty. */
  detail: string;
  count: number;
}
