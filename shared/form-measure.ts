import * as z from "zod/mini";
import { FieldId, FormKey } from "./form-key.ts";

/** More seconds than a form is open. */
const MAX_SECONDS = 86_400;

const shownForm = { form: FormKey, version: z.string().check(z.regex(/^[\da-f]{16}$/)) };

/**
 * The outcome of one showing of a form (R29): from when a visitor saw it until they sent it or left the page. It says nothing of
 * who they are: no ID, no token, no answer.
 */
export const FormShowing = z.discriminatedUnion("outcome", [
  /** Nothing was filled in. */
  z.object({ ...shownForm, outcome: z.literal("not_started") }),
  /** Something was filled in; `field` is the first empty field after that; empty: everything was filled in. */
  z.object({ ...shownForm, outcome: z.literal("left"), field: z.union([FieldId, z.literal("")]) }),
  /** Seconds since it was first seen. */
  z.object({
    ...shownForm,
    outcome: z.literal("submitted"),
    seconds: z.int().check(z.gte(0), z.lte(MAX_SECONDS)),
  }),
]);
export type FormShowing = z.infer<typeof FormShowing>;

/** The device on which a form was shown, by the browser's User-Agent header. */
export const MeasuredDevice = z.enum(["desktop", "mobile", "tablet", "other"]);
export type MeasuredDevice = z.infer<typeof MeasuredDevice>;

/** The days of the measure, up to today. */
export const MEASURE_DAYS = ["7", "28", "90", "365"] as const;
export const FormMeasureQuery = z.object({ days: z._default(z.enum(MEASURE_DAYS), "28") });

/** How many of 100, with the bounds at 95 %. */
const Estimate = { ofHundred: z.number(), low: z.number(), high: z.number() };

const Counts = z.object({
  shown: z.number(),
  /** Something was filled in. Those who sent it are among them. */
  started: z.number(),
  submitted: z.number(),
});

/** How many of 100 to whom the form was shown would have sent it in addition, without a field: an estimate, with its bounds at 95 %. */
const FieldEffect = z.object({ field: z.string(), ...Estimate });
export type FieldEffect = z.infer<typeof FieldEffect>;

/** The measure of one version of a form. */
const MeasuredVersion = z.object({
  version: z.string(),
  /** Its place among the form's versions of today; null: it is an earlier one. */
  current: z.nullable(z.enum(["first", "second"])),
  /** The first and the last day on which it was shown, such as 2026-01-31. */
  from: z.string(),
  to: z.string(),
  ...Counts.shape,
  devices: z.array(z.object({ device: MeasuredDevice, ...Counts.shape })),
  /** The median of the time until it was sent, in seconds, rounded up to a bucket; null: it never was. */
  medianSeconds: z.nullable(z.number()),
  /** The fields in their order, each with its label, and how many left the form there. */
  fields: z.array(
    z.object({ id: z.string(), type: z.string(), label: z.nullable(z.string()), left: z.number() }),
  ),
  /** How many had filled in everything, and did not send it. */
  leftBeforeSending: z.number(),
  /** Only those that the numbers allow to tell. */
  effects: z.array(FieldEffect),
});
export type MeasuredVersion = z.infer<typeof MeasuredVersion>;

/** The first and the second version of a form, from the day on which both were shown. */
const MeasuredComparison = z.object({
  /** Such as 2026-01-31. */
  from: z.string(),
  first: Counts,
  second: Counts,
  /** How many more of 100 have sent the second version; null: too few have seen them. */
  difference: z.nullable(z.object(Estimate)),
});
export type MeasuredComparison = z.infer<typeof MeasuredComparison>;

/** The outcomes of the showings of a form, by its versions, the latest first. */
export const FormMeasure = z.object({
  form: FormKey,
  versions: z.array(MeasuredVersion),
  /** Null: there is no second version, or one of the two was not shown yet. */
  comparison: z.nullable(MeasuredComparison),
});
export type FormMeasure = z.infer<typeof FormMeasure>;
