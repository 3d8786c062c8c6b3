import * as z from "zod/mini";
import type { Named } from "../../../shared/contact.ts";
import { insertStatement } from "../../platform/database/insert-statement.ts";
import type { Db, Tx } from "../../platform/database/open.ts";
import { statement } from "../../platform/database/statement.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import type { ConversationRow } from "../core/row-changes.ts";

const NO_TAGS = "[]";
const TagIds = z.array(z.string());

type Tagged = Pick<ConversationRow, "tags">;

/** The IDs of a conversation's tags. */
export const tagIds = ({ tags }: Tagged): string[] =>
  tags === NO_TAGS ? [] : z.parse(TagIds, JSON.parse(tags));

/** The names of tags by their IDs. */
export type TagNames = ReadonlyMap<string, string>;

const findTags = statement((db, { property, ids }: { property: string; ids: readonly string[] }) =>
  db.selectFrom("tags").select(["id", "name"]).where("property_id", "=", property).where("id", "in", ids),
);

/** Reads the names of the tags of conversations. Without any tags, nothing is read. */
export async function readTagNames(db: Db, property: string, rows: readonly Tagged[]): Promise<TagNames> {
  const ids = [...new Set(rows.flatMap(tagIds))];
  if (!ids.length) return new Map();
  return new Map((await findTags(db, { property, ids })).map(({ id, name }) => [id, name]));
}

/** A conversation's tags, sorted by name. One that was deleted is left out. */
export function toTags(row: Tagged, names: TagNames): Named[] {
  return tagIds(row)
    .flatMap((id) => {
      const name = names.get(id);
      return name === undefined ? [] : [{ id, name }];
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Those of the IDs that are tags of the property. */
export async function findExistingTags(
  tx: Tx,
  property: string,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const wanted = [...new Set(ids)];
  return new Set(wanted.length ? (await findTags(tx, { property, ids: wanted })).map(({ id }) => id) : []);
}

/** @throws ApiError `not_found` if an ID is no tag of the property */
export async function requireTags(tx: Tx, property: string, ids: readonly string[]): Promise<void> {
  if ((await findExistingTags(tx, property, ids)).size < new Set(ids).size)
    throw new ApiError("not_found", { detail: "One of these tags does not exist." });
}

const insertTagRows = insertStatement("conversation_tags", (conflict) =>
  conflict.columns(["property_id", "conversation_id", "tag_id"]).doUpdateSet((eb) => ({
    suspicious: eb.ref("excluded.suspicious"),
    last_message_at: eb.ref("excluded.last_message_at"),
    due_at: eb.ref("excluded.due_at"),
  })),
);

/** The columns that the view by tag repeats. */
const REPEATED = ["tags", "suspicious", "last_message_at", "due_at"] as const;

/**
 * Writes the index of the view by tag.
 *
 * @param changes conversations before and after; null: it is new. Those without tags cost nothing
 */
export async function writeTagRows(
  tx: Tx,
  changes: readonly { readonly before: ConversationRow | null; readonly row: ConversationRow }[],
): Promise<void> {
  const changed = changes.filter(({ before, row }) => REPEATED.some((name) => row[name] !== before?.[name]));
  for (const { before, row } of changed)
    if (before && before.tags !== NO_TAGS && before.tags !== row.tags)
      await tx
        .deleteFrom("conversation_tags")
        .where("property_id", "=", row.property_id)
        .where("conversation_id", "=", row.id)
        .execute();
  const rows = changed.flatMap(({ row }) =>
    tagIds(row).map((tag_id) => ({
      property_id: row.property_id,
      tag_id,
      conversation_id: row.id,
      suspicious: row.suspicious,
      last_message_at: row.last_message_at,
      due_at: row.due_at,
    })),
  );
  await insertTagRows(tx, rows);
}
