import { uuidv7 } from "../../shared/rules/uuid.ts";

/** A new row's ID: a UUIDv7, so that rows made later sort later. */
export function newId({ now, random }: { now: () => number; random: (bytes: number) => Uint8Array }): string {
  return uuidv7(now(), random(8));
}
