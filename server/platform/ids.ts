import { uuidv7 } from "../../shared/rules/uuid.ts";

/** The ID of a new row: a UUIDv7, so that later rows sort later. */
export function newId({ now, random }: { now: () => number; random: (bytes: number) => Uint8Array }): string {
  return uuidv7(now(), random(8));
}
