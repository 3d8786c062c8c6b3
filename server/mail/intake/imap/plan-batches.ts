import type { ListedMail } from "./open-folder.ts";

/** Mails that are fetched by one command, and held in memory together. */
export interface FetchBatch {
  readonly uids: readonly number[];
  /** When these are stored, everything up to here is taken in. */
  readonly until: number;
  /** It is one mail that is too large to be fetched. */
  readonly isTooLarge: boolean;
}

const MAX_MAILS = 50;
/** Bytes; one larger mail is a batch of its own. */
const MAX_SIZE = 8 * 1_048_576;
/** Bytes. Mail servers accept less, so a larger one was put into the folder by other means. */
export const MAX_FETCHED = 200 * 1_048_576;

/**
 * Puts the mails of a folder into batches, in the order of their UIDs. Mails that the server received before the mailbox
 * was set up are passed over. Pure.
 *
 * @param mails by rising UID
 * @param since ms since 1970
 */
export function planBatches(mails: readonly ListedMail[], since: number): readonly FetchBatch[] {
  const batches: { uids: number[]; until: number; size: number; isTooLarge: boolean }[] = [];
  for (const { uid, receivedAt, size } of mails) {
    const last = batches.at(-1);
    const isOld = receivedAt !== null && receivedAt < since;
    const isTooLarge = !isOld && size > MAX_FETCHED;
    const cost = isOld ? 0 : size;
    const isFull = !last || last.isTooLarge || last.uids.length >= MAX_MAILS || last.size + cost > MAX_SIZE;
    if (last && (isOld || !isFull)) {
      if (!isOld) last.uids.push(uid);
      last.until = uid;
      last.size += cost;
    } else batches.push({ uids: isOld ? [] : [uid], until: uid, size: cost, isTooLarge });
  }
  return batches.map(({ uids, until, isTooLarge }) => ({ uids, until, isTooLarge }));
}
