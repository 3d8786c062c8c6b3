import type { VisitorMessage } from "../../../shared/conversation.ts";
import type { Db } from "../../platform/database/open.ts";
import type { KnownProperty } from "../../properties/store.ts";
import { lastSequence } from "../core/sequence.ts";
import { selectVisitorEntries } from "./history.ts";
import { toVisitorMessage } from "./view.ts";

/** How many entries are in memory at once. */
const BATCH_SIZE = 200;

/** Formats a time in one time zone: `2026-11-23 13:05`. */
export type FormatTime = (at: number) => string;

/**
 * @param wanted names of time zones; the first valid one counts, or else UTC
 * @returns the formatter, and its time zone
 */
export function timeFormatIn(wanted: readonly string[]): { zone: string; moment: FormatTime } {
  for (const timeZone of wanted) {
    try {
      const format = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" });
      return { zone: timeZone, moment: (at) => format.format(at) };
    } catch (error) {
      if (!(error instanceof RangeError)) throw error; // not a time zone
    }
  }
  return timeFormatIn(["UTC"]);
}

/** Formats one entry. All lines but the first are indented, so that no text can imitate another entry. */
export function formatEntry(message: VisitorMessage, moment: FormatTime): string {
  const who = message.author === "visitor" ? "You" : oneLine(message.agent ?? "");
  const at = `[${moment(message.at)}]`;
  if (message.event) return `${at} ${describeEvent(message.event, message)}\n`;
  if (message.retracted) return `${at} ${who}: (deleted)\n`;
  const lines = message.text === "" ? [] : message.text.split(/\r\n|[\n\v\f\r\u0085\u2028\u2029]/);
  const files = message.files.map(({ name }) => `(file) ${oneLine(name)}`);
  return `${at} ${who}${message.edited ? " (edited)" : ""}: ${[...lines, ...files].join("\n    ")}\n`;
}

function describeEvent(event: NonNullable<VisitorMessage["event"]>, { agent }: VisitorMessage): string {
  const who = agent === null ? "You" : oneLine(agent);
  switch (event) {
    case "taken":
      return `${who} joined the conversation.`;
    case "closed":
      return `${who} ended the conversation.`;
    case "reopened":
      return `${who} opened the conversation again.`;
    case "ticket":
      return "Nobody was available; the conversation became a ticket.";
  }
}

const oneLine = (text: string) => text.replace(/\s+/g, " ").trim();

/**
 * Generates the transcript of a conversation, as its visitor may read it, in chunks. Later changes are left out.
 *
 * @param timeZone the visitor's time zone, as their browser reports it
 */
export async function* writeTranscript(
  db: Db,
  property: Pick<KnownProperty, "id" | "settings">,
  { id, ticket, timeZone }: { id: string; ticket: number | null; timeZone: string },
): AsyncGenerator<string> {
  const { zone, moment } = timeFormatIn([timeZone, property.settings.timeZone]);
  const until = await lastSequence(db, property.id);
  yield `${oneLine(property.settings.name)}${ticket === null ? "" : `, ticket ${ticket}`}\nTimes: ${zone}\n\n`;
  for (let sequence = 0; ; ) {
    const rows = await selectVisitorEntries(db, property.id, id)
      .where("messages.sequence", ">", sequence)
      .where("messages.sequence", "<=", until)
      .orderBy("messages.sequence")
      .limit(BATCH_SIZE)
      .execute();
    const messages = rows.flatMap((row) => toVisitorMessage(row) ?? []);
    if (messages.length) yield messages.map((message) => formatEntry(message, moment)).join("");
    const last = rows.at(-1);
    if (!last || rows.length < BATCH_SIZE) return;
    sequence = last.sequence;
  }
}
