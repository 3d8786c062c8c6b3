import * as z from "zod/mini";

/** A page asks what the server knows of it (`Foyer.doctor()`). The token is empty if the page has none. */
export const DoctorRequest = z.object({ token: z.string().check(z.maxLength(1_000)) });

/** The facts with which a page finds what stands in the way of its widget. It has nothing about any visitor. */
export const DoctorAnswer = z.object({
  /** The server's version. */
  version: z.string(),
  /** Ms since 1970. */
  time: z.number(),
  /** Whether pages of the request's origin may use the property's widget. */
  allowed: z.boolean(),
  /** The folder of the panel that the current embed names, as in `EmbedSettings`. */
  files: z.string(),
  /** The code of the token's refusal; null: it is accepted, or the page has none. */
  token: z.nullable(z.string()),
});
export type DoctorAnswer = z.infer<typeof DoctorAnswer>;
