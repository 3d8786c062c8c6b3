import type { RepairOptions } from "../../../shared/repair-options.ts";
import { RowError } from "./row-error.ts";

/** Reads a value. One that cannot be used is left out, and `without` is returned. @throws RowError if rows are refused for it */
export type Attempt = <T>(read: () => T, without: T) => T;

/**
 * Collects why values of a row are left out (R17).
 *
 * @param reasons receives the reasons, in words
 */
export function leavingOut(reasons: string[], invalidValues: RepairOptions["invalidValues"]): Attempt {
  return (read, without) => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof RowError) || invalidValues === "refuse") throw error;
      reasons.push(error.message);
      return without;
    }
  };
}
