import { MAX_TAGS } from "../../shared/conversation.ts";
import { MAX_PAGE_TAGS } from "../../shared/rules/event-data.ts";
import { normalizeName } from "../contacts/identity/field-rules.ts";
import { type ConversationDeps, updateConversations } from "../conversations/core/update-conversations.ts";
import { tagIds } from "../conversations/tickets/conversation-tags.ts";
import type { Browser } from "../identity/identify.ts";
import type { Db, Tx } from "../platform/database/open.ts";

/** Tags of the property by whether a page gives or removes them, and the names of those that cannot be used. */
export interface TagChanges {
  readonly ids: ReadonlyMap<string, boolean>;
  readonly ignored: readonly string[];
}

/** Finds the tags that a page names among those that the property has: a page makes none. */
export async function findPageTags(
  db: Db,
  property: string,
  tags: ReadonlyMap<string, boolean>,
): Promise<TagChanges> {
  if (!tags.size) return { ids: new Map(), ignored: [] };
  const keys = new Map([...tags].map(([name, isSet]) => [normalizeName(name), isSet]));
  const rows = await db
    .selectFrom("tags")
    .select(["id", "key"])
    .where("property_id", "=", property)
    .where("key", "in", [...keys.keys()])
    .execute();
  const known = new Set(rows.map(({ key }) => key));
  return {
    ids: new Map(rows.map(({ id, key }) => [id, keys.get(key) === true])),
    ignored: [...tags.keys()].filter((name) => !known.has(normalizeName(name))),
  };
}

/**
 * Gives a visitor tags and removes them, in the open conversation, and in those that begin later. A page removes only what a
 * page has given, and neither gives nor removes what an agent has given or removed. Tags beyond `MAX_PAGE_TAGS` are
 * left out.
 */
export async function changePageTags(
  tx: Tx,
  deps: ConversationDeps,
  browser: Browser,
  ids: ReadonlyMap<string, boolean>,
): Promise<void> {
  const owner = { property_id: browser.property.id, visitor_id: browser.visitor };
  const stored = new Map((await readPageTags(tx, browser)).map((row) => [row.tag_id, row]));
  let count = [...stored.values()].filter(({ is_set }) => is_set).length;
  for (const [tag_id, isSet] of [...ids].sort(([, one], [, other]) => Number(one) - Number(other))) {
    const row = stored.get(tag_id);
    if ((row?.is_set === 1) === isSet || (isSet && count >= MAX_PAGE_TAGS)) continue;
    count += isSet ? 1 : -1;
    const values = { is_set: isSet ? 1 : 0 };
    await tx
      .insertInto("page_tags")
      .values({ ...owner, tag_id, ...values, conversation_id: null, decided_in: null })
      .onConflict((conflict) => conflict.columns(["property_id", "visitor_id", "tag_id"]).doUpdateSet(values))
      .execute();
  }
  await applyPageTags(tx, deps, browser);
}

const readPageTags = (db: Db, { property, visitor }: Browser) =>
  db
    .selectFrom("page_tags")
    .select(["tag_id", "is_set", "conversation_id", "decided_in"])
    .where("property_id", "=", property.id)
    .where("visitor_id", "=", visitor)
    .execute();

/** Brings the tags of a visitor's open conversation up to date with what the page has said. */
export async function applyPageTags(tx: Tx, deps: ConversationDeps, browser: Browser): Promise<void> {
  const { property, visitor } = browser;
  const tags = await readPageTags(tx, browser);
  const open = tags.length ? await findOpenConversation(tx, browser) : undefined;
  if (!open) return;
  const before = new Set(tagIds(open));
  const given = tags.filter(({ conversation_id }) => conversation_id === open.id);
  const wanted = tags.filter((tag) => tag.is_set && !given.includes(tag));
  const decided = [
    ...given.filter(({ tag_id }) => !before.has(tag_id)),
    ...wanted.filter(({ tag_id }) => before.has(tag_id)),
  ];
  const isFree = (tag: (typeof tags)[number]) => tag.decided_in !== open.id && !decided.includes(tag);
  const removed = given.filter((tag) => !tag.is_set && isFree(tag));
  const added = wanted.filter(isFree);
  const after = new Set(before);
  for (const { tag_id } of removed) after.delete(tag_id);
  for (const { tag_id } of added) if (after.size < MAX_TAGS) after.add(tag_id);
  for (const [rows, values] of [
    [added, { conversation_id: open.id }],
    [removed, { conversation_id: null }],
    [decided, { decided_in: open.id }],
  ] as const)
    if (rows.length)
      await tx
        .updateTable("page_tags")
        .set(values)
        .where("property_id", "=", property.id)
        .where("visitor_id", "=", visitor)
        .where(
          "tag_id",
          "in",
          rows.map(({ tag_id }) => tag_id),
        )
        .execute();
  if (after.size === before.size && [...after].every((id) => before.has(id))) return;
  await updateConversations(tx, deps, property, [open.id], (batch) =>
    batch.apply(open.id, { kind: "set_tags", tags: [...after] }, { agent: null, system: true }),
  );
}

/** The visitor's newest conversation that is neither closed nor joined into another one. */
const findOpenConversation = (tx: Tx, { property, visitor }: Browser) =>
  tx
    .selectFrom("conversations")
    .select(["id", "tags"])
    .where("property_id", "=", property.id)
    .where("visitor_id", "=", visitor)
    .where("status", "in", ["open", "waiting"])
    .where("joined_into", "is", null)
    .orderBy("last_message_at", "desc")
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
