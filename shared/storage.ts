import * as z from "zod/mini";

/** Groups of files by their use. `mails`: the originals of received mails. */
export const StorageKind = z.enum(["pictures", "recordings", "documents", "texts", "mails", "other"]);
export type StorageKind = z.infer<typeof StorageKind>;

/** No more messages than this are counted: the number means that there are as many, or more. */
export const MAX_COUNTED_MESSAGES = 100_000;

/** The storage that a property uses (R37). All sizes are in bytes. */
export const StorageUse = z.object({
  /** The most that the files of the property may have together. */
  quota: z.number(),
  bytes: z.number(),
  files: z.number(),
  /** Those that have files, the largest first. */
  kinds: z.array(z.object({ kind: StorageKind, bytes: z.number(), files: z.number() })),
  /** Messages, notes and events, up to `MAX_COUNTED_MESSAGES`. They have no quota. */
  messages: z.number(),
  /** The most that the files of one visitor may have together: of one who has begun no conversation, and of one who has. */
  perVisitor: z.object({ stranger: z.number(), writer: z.number() }),
});
export type StorageUse = z.infer<typeof StorageUse>;

/** How much room is left: `low` from 80 % on. */
export type StorageLevel = "enough" | "low" | "full";

/** The part of the quota from which on an admin is warned. */
const LOW = 0.8;

export function storageLevel({ bytes, quota }: Pick<StorageUse, "bytes" | "quota">): StorageLevel {
  if (bytes >= quota) return "full";
  return bytes >= LOW * quota ? "low" : "enough";
}
