import * as z from "zod/mini";

/** A file that was sent in a conversation. */
export const FileInfo = z.object({
  id: z.string(),
  /** As it was called where it came from; shown, never used as a path. */
  name: z.string(),
  /** By content, not by name. */
  type: z.string(),
  /** Bytes. */
  size: z.number(),
  /** A picture that can be shown, with its pixels; null: everything else. */
  picture: z.nullable(z.object({ width: z.number(), height: z.number() })),
});
export type FileInfo = z.infer<typeof FileInfo>;

/** What a property takes. */
export const FileRules = z.object({
  allowed: z.boolean(),
  maxMegabytes: z.int().check(z.gte(1), z.lte(100)),
});
export type FileRules = z.infer<typeof FileRules>;
