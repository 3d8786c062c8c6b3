import { tidyText } from "../../../shared/rules/text.ts";
import { insertMany, isOneOf } from "../../platform/database/chunks.ts";
import type { Db, Tx } from "../../platform/database/open.ts";
import type { Schema } from "../../platform/database/schema.ts";
import { normalizeName } from "../identity/field-rules.ts";

/** What a list says of a contact beside its details. */
export interface TagsAndNotesInput {
  readonly tags: readonly string[];
  readonly notes: readonly string[];
}

/** What a contact got that it did not have: the IDs of tags and of notes. */
export interface Given {
  readonly tags: readonly string[];
  readonly notes: readonly string[];
}

/** Whom it is about, and what may be said of them. */
export interface Wanted {
  readonly property: string;
  readonly people: readonly string[];
  readonly inputs: readonly TagsAndNotesInput[];
  /** Who wrote the notes, as `contact_notes` names authors. */
  readonly author: string;
  readonly now: number;
  readonly newId: () => string;
  /** The database under `tx` if that is an overlay (a dry run): what is in either is known. */
  readonly base: Db | null;
}

/**
 * Gives many contacts tags and notes at once, beside those that they have: what could matter is read in a few statements,
 * decided one by one in order in memory, and written in a few statements. Tags are made where the property has none of
 * that name. A note whose words the contact has already is no news.
 */
export class TagsAndNotes {
  readonly #wanted: Wanted;
  /** Tags by what their names are compared by. */
  readonly #tags = new Map<string, string>();
  readonly #tagged = new Set<string>();
  readonly #noted = new Set<string>();
  readonly #newTags: Schema["tags"][] = [];
  readonly #newTagged: Schema["contact_tags"][] = [];
  readonly #newNotes: Schema["contact_notes"][] = [];

  private constructor(wanted: Wanted) {
    this.#wanted = wanted;
  }

  static async load(tx: Tx, wanted: Wanted): Promise<TagsAndNotes> {
    const all = new TagsAndNotes(wanted);
    const { base, inputs, people } = wanted;
    const keys = [...new Set(inputs.flatMap(({ tags }) => tags.map(normalizeName)))];
    const texts = [
      ...new Set(inputs.flatMap(({ notes }) => notes.flatMap((note) => [note, tidyText(note)]))),
    ];
    for (const db of base ? [tx, base] : [tx]) {
      if (keys.length) await all.#readTags(db, keys, people);
      if (texts.length) await all.#readNotes(db, texts, people);
    }
    return all;
  }

  /** Gives a contact what it does not have yet, with the effects of those before. */
  give(contact: string, { tags, notes }: TagsAndNotesInput): Given {
    const given = { tags: tags.flatMap((tag) => this.#tag(contact, tag) ?? []), notes: [] as string[] };
    const news = notes.filter((note) => tidyText(note) && !this.#has(contact, note));
    // of what was written in one moment the order of the IDs is the order of the notes
    const ids = news.map(() => this.#wanted.newId()).sort();
    for (const [at, note] of news.entries()) {
      const text = tidyText(note);
      if (this.#has(contact, text)) continue;
      const id = ids[at] ?? "";
      this.#noted.add(`${contact} ${text}`);
      this.#newNotes.push({
        property_id: this.#wanted.property,
        contact_id: contact,
        id,
        agent_id: this.#wanted.author,
        text,
        mentions: "[]",
        created_at: this.#wanted.now,
        edited_at: null,
      });
      given.notes.push(id);
    }
    return given;
  }

  /** Writes everything that was decided. */
  async save(tx: Tx): Promise<void> {
    await insertMany(tx, "tags", this.#newTags, (rows) => tx.insertInto("tags").values(rows));
    await insertMany(
      tx,
      "contact_tags",
      this.#newTagged,
      (rows) => tx.insertInto("contact_tags").values(rows),
      "new",
    );
    await insertMany(tx, "contact_notes", this.#newNotes, (rows) =>
      tx.insertInto("contact_notes").values(rows),
    );
  }

  async #readTags(db: Db, keys: readonly string[], people: readonly string[]): Promise<void> {
    const { property } = this.#wanted;
    const known = await db
      .selectFrom("tags")
      .select(["id", "key"])
      .where("property_id", "=", property)
      .where(isOneOf(db, "key", keys))
      .execute();
    for (const { id, key } of known) if (!this.#tags.has(key)) this.#tags.set(key, id);
    const rows = await db
      .selectFrom("contact_tags")
      .select(["contact_id", "tag_id"])
      .where("property_id", "=", property)
      .where(isOneOf(db, "contact_id", people))
      .execute();
    for (const { contact_id, tag_id } of rows) this.#tagged.add(`${contact_id} ${tag_id}`);
  }

  async #readNotes(db: Db, texts: readonly string[], people: readonly string[]): Promise<void> {
    const rows = await db
      .selectFrom("contact_notes")
      .select(["contact_id", "text"])
      .where("property_id", "=", this.#wanted.property)
      .where(isOneOf(db, "contact_id", people))
      .where(isOneOf(db, "text", texts))
      .execute();
    for (const { contact_id, text } of rows) this.#noted.add(`${contact_id} ${text}`);
  }

  /** @returns the tag, if the contact did not have it */
  #tag(contact: string, name: string): string | null {
    const { property, now, newId } = this.#wanted;
    const key = normalizeName(name);
    let id = this.#tags.get(key);
    if (id === undefined) {
      id = newId();
      this.#tags.set(key, id);
      this.#newTags.push({ property_id: property, id, name, key, created_at: now });
    }
    const mark = `${contact} ${id}`;
    if (this.#tagged.has(mark)) return null;
    this.#tagged.add(mark);
    this.#newTagged.push({ property_id: property, contact_id: contact, tag_id: id });
    return id;
  }

  #has(contact: string, note: string): boolean {
    return this.#noted.has(`${contact} ${note}`);
  }
}
