import * as z from "zod/mini";

/** A property's public ID, which is part of the script tag's address. */
export const PropertyId = z
  .string()
  .check(z.regex(/^[a-z\d]{10}$/, "must be ten lower-case letters and digits"));
