import * as z from "zod/mini";
import type { ConversationSummary } from "../../../shared/conversation.ts";
import type { FoundConversation, MessageHit, MessageSearchPage } from "../../../shared/message-search.ts";
import { listContacts } from "../../contacts/search/list-contacts.ts";
import { isOneOf } from "../../platform/database/chunks.ts";
import type { Db } from "../../platform/database/open.ts";
import { decodeCursor, encodeCursor } from "../../platform/paging.ts";
import { type EntryRow, selectEntries, toMessage } from "../core/entries.ts";
import { listSummaries } from "../inbox/summaries.ts";
import { type FoundEntry, findEntries } from "./find-entries.ts";
import { isBackfilling } from "./message-indexer.ts";
import { readSearchedTexts } from "./searchable-entries.ts";
import { makeSnippet } from "./snippet.ts";
import { MAX_SEARCHED, messageQueryTerms } from "./tokenize-message.ts";

/** The entries of a page, and the contacts whose conversations are on the first one. */
const PAGE_SIZE = 25;
const MAX_CONTACTS = 5;
/** The characters in which a page looks for its words: it ends before more, but has one entry at least (R37). */
const MAX_CHARACTERS = 1.5 * MAX_SEARCHED;

const CursorText = z.tuple([z.int().check(z.minimum(1))]);

interface MessageSearch {
  readonly property: string;
  readonly query: string;
  /** Null: the first page. */
  readonly cursor: number | null;
}

/**
 * Reads the cursor of a search.
 *
 * @returns the sequence number before which the page begins; null for no cursor
 * @throws ApiError `invalid_request`
 */
export function readSearchCursor(text: string | undefined): number | null {
  return decodeCursor(CursorText, text)?.[0] ?? null;
}

/**
 * A page of the entries that have all the words of a query: messages, notes, subjects, answers of forms and names of
 * files, the newest first, those of one conversation together. Each word may be the beginning of one. The first page also
 * has the last conversations of the contacts that the query names.
 */
export async function searchMessages(
  db: Db,
  { property, query, cursor }: MessageSearch,
): Promise<MessageSearchPage> {
  const terms = messageQueryTerms(query);
  const isIndexing = await isBackfilling(db, property);
  if (!terms.length) return { items: [], ofContacts: [], next: null, isIndexing };
  const { found, next } = await findEntries(db, { property, terms, before: cursor, limit: PAGE_SIZE });
  const texts = await readTexts(db, property, found);
  const page = takeReadable(texts);
  const end = page.length < texts.length ? (page.at(-1)?.row.sequence ?? null) : next;
  return {
    items: await groupByConversation(db, property, page, terms),
    ofContacts: cursor === null ? await conversationsOfContacts(db, property, query) : [],
    next: end === null ? null : encodeCursor([end]),
    isIndexing,
  };
}

/** An entry that was found, with the text in which the words are. */
interface ReadEntry {
  readonly row: EntryRow;
  readonly text: string;
}

/** Reads what was found, the newest first. Entries that were erased meanwhile are left out. */
async function readTexts(db: Db, property: string, found: readonly FoundEntry[]): Promise<ReadEntry[]> {
  if (!found.length) return [];
  const ids = found.map(({ conversation }) => conversation);
  const sequences = found.map(({ sequence }) => sequence);
  const rows = await selectEntries(db)
    .where("messages.property_id", "=", property)
    .where(isOneOf(db, "messages.conversation_id", [...new Set(ids)]))
    .where("messages.sequence", "in", sequences)
    .orderBy("messages.sequence", "desc")
    .execute();
  const texts = await readSearchedTexts(db, property, rows);
  return rows.map((row) => ({ row, text: texts.get(row.sequence) ?? "" }));
}

/** As many of the first entries as have `MAX_CHARACTERS` together, at least one. */
function takeReadable(entries: readonly ReadEntry[]): readonly ReadEntry[] {
  let characters = 0;
  const end = entries.findIndex(({ text }, at) => {
    characters += Math.min(text.length, MAX_SEARCHED);
    return at > 0 && characters > MAX_CHARACTERS;
  });
  return end === -1 ? entries : entries.slice(0, end);
}

/** Makes the answer: the conversations in the order of their newest entries, with snippets of all that were found. */
async function groupByConversation(
  db: Db,
  property: string,
  entries: readonly ReadEntry[],
  terms: readonly string[],
): Promise<FoundConversation[]> {
  const hits = new Map<string, MessageHit[]>();
  for (const { row, text } of entries) {
    const { id, sequence, kind, author, agent, receivedAt } = toMessage(row);
    const hit = { id, sequence, kind, author, agent, receivedAt, snippet: makeSnippet(text, terms) };
    hits.set(row.conversation_id, [...(hits.get(row.conversation_id) ?? []), hit]);
  }
  const summaries = await listSummaries(db, property, [...hits.keys()]);
  return summaries.map((conversation) => ({ conversation, messages: hits.get(conversation.id) ?? [] }));
}

/** The last conversation of each contact that has all the words in its name, e-mails, phones or organizations. */
async function conversationsOfContacts(
  db: Db,
  property: string,
  query: string,
): Promise<ConversationSummary[]> {
  const { items } = await listContacts(db, { property, filter: { q: query }, cursor: null });
  const last = await Promise.all(
    items
      .slice(0, MAX_CONTACTS)
      .map(({ id }) =>
        db
          .selectFrom("conversations")
          .select("id")
          .where("property_id", "=", property)
          .where("contact_id", "=", id)
          .where("suspicious", "=", 0)
          .orderBy("last_message_at", "desc")
          .limit(1)
          .execute(),
      ),
  );
  return listSummaries(
    db,
    property,
    last.flat().map(({ id }) => id),
  );
}
