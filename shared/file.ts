import * as z from "zod/mini";

/** A file that was sent in a conversation. */
export const FileInfo = z.object({
  id: z.string(),
  /** The name that the sender's system gave it. Shown to people, never used as a path. */
  name: z.string(),
  /** The media type, detected from the content, not from the name. */
  type: z.string(),
  /** Bytes. */
  size: z.number(),
  /** The size in pixels of a picture that browsers can show; null for other files. */
  picture: z.nullable(z.object({ width: z.number(), height: z.number() })),
});
export type FileInfo = z.infer<typeof FileInfo>;

/** The files that a property accepts. */
export const FileRules = z.object({
  allowed: z.boolean(),
  maxMegabytes: z.int().check(z.gte(1), z.lte(100)),
});
export type FileRules = z.infer<typeof FileRules>;
