import { warn } from "../../embed/warn.ts";
import { isFunction } from "./values.ts";

/** The most members that are reported; a page can make up any number. */
const MAX_REPORTS = 100;

/** Tells the site's developer, once for each name, that a member of the vendor's interface has no counterpart. */
export type ReportMissing = (member: string) => void;

export function createReport(vendor: string): ReportMissing {
  const reported = new Set<string>();
  return (member) => {
    const name = member.slice(0, 100);
    if (reported.has(name) || reported.size >= MAX_REPORTS) return;
    reported.add(name);
    warn(`${vendor} ${name} has no effect`);
  };
}

/** Calls a function of the page, if it is one. An error of it is reported as uncaught, and stops nothing of the widget. */
export function notify(callback: unknown, ...args: readonly unknown[]): void {
  if (!isFunction(callback)) return;
  try {
    callback(...args);
  } catch (error) {
    setTimeout(() => {
      throw error;
    });
  }
}

/**
 * Carries out a call of the page with any arguments. What cannot be read in them (a getter that throws, a revoked proxy)
 * costs the call, not the page.
 *
 * @returns the call's value; undefined if it could not be carried out
 */
export function attempt<T>(report: ReportMissing, member: string, call: () => T): T | undefined {
  try {
    return call();
  } catch (error) {
    report(`${member} (${error})`);
    return undefined;
  }
}
