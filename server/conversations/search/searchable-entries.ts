import * as z from "zod/mini";
import { AnsweredField } from "../../../shared/conversation.ts";
import { isOneOf } from "../../platform/database/chunks.ts";
import type { Db } from "../../platform/database/open.ts";
import { type EntryRow, entryFiles } from "../core/entries.ts";

/** The columns of an entry that its searched text comes from. */
type SearchedRow = Pick<EntryRow, "property_id" | "conversation_id" | "sequence" | "text" | "files">;

export const SEARCHED_COLUMNS = [
  "messages.property_id",
  "messages.conversation_id",
  "messages.sequence",
  "messages.text",
  "messages.files",
] as const;

/**
 * The texts by which entries are found: what was written and the names of the files, and with the first entry of a
 * conversation also its subject and the answers of its forms, which are no entries.
 *
 * @param rows entries of one property
 * @returns by sequence number
 */
export async function readSearchedTexts(
  db: Db,
  property: string,
  rows: readonly SearchedRow[],
): Promise<Map<number, string>> {
  const firsts = await readFirstEntries(db, property, [...new Set(rows.map((row) => row.conversation_id))]);
  const opening = rows.filter(({ sequence }) => firsts.has(sequence)).map((row) => row.conversation_id);
  const openings = await readOpeningTexts(db, property, opening);
  return new Map(
    rows.map((row) => {
      const own = [row.text, ...entryFiles(row).map(({ name }) => name)];
      const opened = firsts.has(row.sequence) ? (openings.get(row.conversation_id) ?? []) : [];
      return [row.sequence, [...new Set([...own, ...opened])].filter(Boolean).join(" · ")];
    }),
  );
}

/** The sequence numbers of the first entries of conversations. */
export async function readFirstEntries(
  db: Db,
  property: string,
  conversations: readonly string[],
): Promise<Set<number>> {
  if (!conversations.length) return new Set();
  const rows = await db
    .selectFrom("conversations")
    .select((eb) =>
      eb
        .selectFrom("messages")
        .select((inner) => inner.fn.min("messages.sequence").as("first"))
        .whereRef("messages.property_id", "=", "conversations.property_id")
        .whereRef("messages.conversation_id", "=", "conversations.id")
        .as("first"),
    )
    .where("conversations.property_id", "=", property)
    .where(isOneOf(db, "conversations.id", conversations))
    .execute();
  return new Set(rows.flatMap(({ first }) => first ?? []));
}

/** The subject of each conversation, and the answers of its forms. */
async function readOpeningTexts(
  db: Db,
  property: string,
  conversations: readonly string[],
): Promise<Map<string, string[]>> {
  if (!conversations.length) return new Map();
  const subjects = await db
    .selectFrom("conversations")
    .select(["id", "subject"])
    .where("property_id", "=", property)
    .where(isOneOf(db, "id", conversations))
    .execute();
  const submissions = await db
    .selectFrom("submissions")
    .select(["conversation_id", "answers"])
    .where("property_id", "=", property)
    .where(isOneOf(db, "conversation_id", conversations))
    .orderBy("received_at")
    .orderBy("id")
    .execute();
  const texts = new Map(subjects.map(({ id, subject }) => [id, [subject]]));
  for (const { conversation_id, answers } of submissions)
    texts.get(conversation_id)?.push(...readAnswers(answers));
  return texts;
}

/** @param answers AnsweredField[] as JSON; a checkbox has no text */
function readAnswers(answers: string): string[] {
  return z
    .parse(z.array(AnsweredField), JSON.parse(answers))
    .flatMap(({ answer }) => (typeof answer === "boolean" ? [] : answer));
}
