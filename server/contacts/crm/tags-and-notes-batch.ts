import { tidyText } from "../../../shared/rules/text.ts";
import { isOneOf } from "../../platform/database/chunks.ts";
import { insertStatement } from "../../platform/database/insert-statement.ts";
import type { Db, Tx } from "../../platform/database/open.ts";
import type { Schema } from "../../platform/database/schema.ts";
import { statement } from "../../platform/database/statement.ts";
import { normalizeName } from "../identity/field-rules.ts";

const insertTags = insertStatement("tags");
const insertContactTags = insertStatement("contact_tags");
const insertNotes = insertStatement("contact_notes");

const selectTags = statement((db, { property, keys }: { property: string; keys: readonly string[] }) =>
  db.selectFrom("tags").select(["id", "key"]).where("property_id", "=", property).where("key", "in", keys),
);

const selectContactTags = statement(
  (db, { property, contacts }: { property: string; contacts: readonly string[] }) =>
    db
      .selectFrom("contact_tags")
      .select(["contact_id", "tag_id"])
      .where("property_id", "=", property)
      .where("contact_id", "in", contacts),
);

/** The tags (by name) and notes of one row of a list. */
export interface TagsAndNotesInput {
  readonly tags: readonly string[];
  readonly notes: readonly string[];
}

/** The IDs of tags and notes. */
export interface TagAndNoteIds {
  readonly tags: readonly string[];
  readonly notes: readonly string[];
}

/** The tags and notes of a row: those that the contact got, and those that it had before. */
export interface AddedTagsAndNotes {
  readonly added: TagAndNoteIds;
  readonly repeated: TagAndNoteIds;
}

const NOTHING_ADDED: AddedTagsAndNotes = {
  added: { tags: [], notes: [] },
  repeated: { tags: [], notes: [] },
};

/** The ID of a tag or note, and whether the contact got it just now. */
interface AddedId {
  readonly id: string;
  readonly isNew: boolean;
}

export interface BatchOptions {
  readonly property: string;
  /** Every contact that may get tags or notes. */
  readonly contacts: readonly string[];
  /** All tags and notes that may be added. */
  readonly inputs: readonly TagsAndNotesInput[];
  /** The author of the notes, as in `contact_notes.agent_id`. */
  readonly author: string;
  readonly now: number;
  readonly newId: () => string;
  /** A database whose rows count as existing too, while the transaction writes to a scratch database over it. */
  readonly base: Db | null;
}

/**
 * Adds tags and notes to many contacts. `load` reads everything that matters in a few statements, `add` decides in
 * memory, `save` writes in a few statements. Tags that the property does not have are created. A note whose text the
 * contact already has is not added again.
 */
export class TagsAndNotesBatch {
  readonly #options: BatchOptions;
  /** Tag IDs by the key that names are compared by. */
  readonly #tagIds = new Map<string, string>();
  /** `contact tagId` */
  readonly #tagged = new Set<string>();
  /** Note IDs by `contact text`. */
  readonly #noted = new Map<string, string>();
  readonly #newTags: Schema["tags"][] = [];
  readonly #newContactTags: Schema["contact_tags"][] = [];
  readonly #newNotes: Schema["contact_notes"][] = [];

  private constructor(options: BatchOptions) {
    this.#options = options;
  }

  static async load(tx: Tx, options: BatchOptions): Promise<TagsAndNotesBatch> {
    const batch = new TagsAndNotesBatch(options);
    const { base, inputs } = options;
    const keys = [...new Set(inputs.flatMap(({ tags }) => tags.map(normalizeName)))];
    const texts = [
      ...new Set(inputs.flatMap(({ notes }) => notes.flatMap((note) => [note, tidyText(note)]))),
    ];
    for (const db of base ? [tx, base] : [tx]) {
      if (keys.length) await batch.#loadTags(db, keys);
      if (texts.length) await batch.#loadNotes(db, texts);
    }
    return batch;
  }

  /** Adds the tags and notes that the contact does not have, earlier calls included. */
  add(contact: string, { tags, notes }: TagsAndNotesInput): AddedTagsAndNotes {
    if (!tags.length && !notes.length) return NOTHING_ADDED;
    const tagIds = tags.map((tag) => this.#addTag(contact, tag));
    const noteIds = this.#addNotes(contact, notes);
    const idsOf = (isNew: boolean) => ({
      tags: tagIds.filter((one) => one.isNew === isNew).map(({ id }) => id),
      notes: noteIds.filter((one) => one.isNew === isNew).map(({ id }) => id),
    });
    return { added: idsOf(true), repeated: idsOf(false) };
  }

  /** Writes everything that was added. */
  async save(tx: Tx): Promise<void> {
    await insertTags(tx, this.#newTags);
    await insertContactTags(tx, this.#newContactTags);
    await insertNotes(tx, this.#newNotes);
  }

  async #loadTags(db: Db, keys: readonly string[]): Promise<void> {
    const { property, contacts } = this.#options;
    const tags = await selectTags(db, { property, keys });
    for (const { id, key } of tags) if (!this.#tagIds.has(key)) this.#tagIds.set(key, id);
    const rows = await selectContactTags(db, { property, contacts });
    for (const { contact_id, tag_id } of rows) this.#tagged.add(`${contact_id} ${tag_id}`);
  }

  async #loadNotes(db: Db, texts: readonly string[]): Promise<void> {
    const { property, contacts } = this.#options;
    const rows = await db
      .selectFrom("contact_notes")
      .select(["contact_id", "id", "text"])
      .where("property_id", "=", property)
      .where(isOneOf(db, "contact_id", contacts))
      .where(isOneOf(db, "text", texts))
      .execute();
    for (const { contact_id, id, text } of rows) this.#noted.set(`${contact_id} ${text}`, id);
  }

  #addTag(contact: string, name: string): AddedId {
    const { property } = this.#options;
    const id = this.#tagIds.get(normalizeName(name)) ?? this.#createTag(name);
    const entry = `${contact} ${id}`;
    if (this.#tagged.has(entry)) return { id, isNew: false };
    this.#tagged.add(entry);
    this.#newContactTags.push({ property_id: property, contact_id: contact, tag_id: id });
    return { id, isNew: true };
  }

  #createTag(name: string): string {
    const { property, now, newId } = this.#options;
    const [id, key] = [newId(), normalizeName(name)];
    this.#tagIds.set(key, id);
    this.#newTags.push({ property_id: property, id, name, key, created_at: now });
    return id;
  }

  #addNotes(contact: string, notes: readonly string[]): AddedId[] {
    const { property, author, now, newId } = this.#options;
    const texts = notes.filter((note) => tidyText(note));
    // notes of the same time are listed in the order of their IDs
    const ids = texts.map(() => newId()).sort();
    return texts.map((note, at): AddedId => {
      const [id, text] = [ids[at] ?? "", tidyText(note)];
      const known = this.#noted.get(`${contact} ${note}`) ?? this.#noted.get(`${contact} ${text}`);
      if (known !== undefined) return { id: known, isNew: false };
      this.#noted.set(`${contact} ${text}`, id);
      this.#newNotes.push({
        property_id: property,
        contact_id: contact,
        id,
        agent_id: author,
        text,
        mentions: "[]",
        created_at: now,
        edited_at: null,
      });
      return { id, isNew: true };
    });
  }
}
