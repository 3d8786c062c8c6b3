import type { CalendarAnswer } from "./inbound-mail.ts";

/** The part of a calendar that is looked at, in characters. */
const MAX_READ = 100_000;

/** The method, title and answer of an iCalendar object (RFC 5545); null if it has no method, so that it is only a file. */
export function readCalendar(calendar: string, methodOfPart: string | null): CalendarAnswer | null {
  // a line break with a space or a tab behind it continues a line (RFC 5545, section 3.1)
  const lines = calendar
    .slice(0, MAX_READ)
    .replace(/\r?\n[ \t]/g, "")
    .split(/\r?\n/);
  const textOf = (name: RegExp): string | null => {
    const line = lines.find((one) => name.test(one));
    return line ? line.slice(line.indexOf(":") + 1).trim() : null;
  };
  const method = methodOfPart ?? textOf(/^METHOD:/i);
  if (!method) return null;
  const attendee = lines.find((line) => /^ATTENDEE[;:]/i.test(line)) ?? "";
  const summary = textOf(/^SUMMARY[;:]/i);
  return {
    method: method.toUpperCase(),
    summary: summary?.replace(/\\([,;\\])/g, "$1").replace(/\\n/gi, " ") ?? null,
    status: /;PARTSTAT=([\w-]+)/i.exec(attendee)?.[1]?.toUpperCase() ?? null,
  };
}
