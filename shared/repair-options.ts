import * as z from "zod/mini";

/** The order of day and month in dates with slashes, where both are possible. */
export const DateOrder = z.enum(["day_first", "month_first"]);
export type DateOrder = z.infer<typeof DateOrder>;

/** The separators of tags that an owner can add to the usual commas, semicolons and line breaks. */
export const TAG_SEPARATORS = ["|", "/", " "] as const;

/** How an import reads cells that are not in Foyer's own form (R17). */
export const RepairOptions = z.object({
  /** The ISO 3166 code of the country whose numbers phones without `+` are; null: they cannot be used. */
  country: z.nullable(z.string().check(z.regex(/^[A-Z]{2}$/))),
  /** Digits without `+` begin with the country's code. */
  plusMissing: z.boolean(),
  /** A person without a name is called by the e-mail, otherwise by the organization, the phone or the user ID. */
  nameFromEmail: z.boolean(),
  /** Null: dates in which day and month may be confused cannot be used. */
  dateOrder: z.nullable(DateOrder),
  /** Null: the usual separators only. */
  tagSeparator: z.nullable(z.enum(TAG_SEPARATORS)),
  /** Whether a row with a value that cannot be used is imported without that value, or refused. */
  invalidValues: z.enum(["leave_out", "refuse"]),
});
export type RepairOptions = z.infer<typeof RepairOptions>;

/** The repairs that depend on which columns are mapped: a file suggests them by its first rows. */
export const SuggestedRepairs = z.pick(RepairOptions, {
  plusMissing: true,
  nameFromEmail: true,
  dateOrder: true,
  tagSeparator: true,
});
export type SuggestedRepairs = z.infer<typeof SuggestedRepairs>;

export const NO_REPAIRS: RepairOptions = {
  country: null,
  plusMissing: false,
  nameFromEmail: false,
  dateOrder: null,
  tagSeparator: null,
  invalidValues: "leave_out",
};
