import type { Details } from "../../../shared/contact.ts";
import type { Db } from "../../platform/database/open.ts";
import { findHolders, type LoadedPerson, loadPeople, type VisitorRow } from "./contact-store.ts";
import type { Matches } from "./match.ts";
import { normalizeEmail } from "./normalize-email.ts";
import type { Person } from "./person.ts";

const IDENTIFIERS = ["email", "phone", "user_id"] as const;
type Identifier = (typeof IDENTIFIERS)[number];

/** The IDs of the contacts that have an identifier as a current value, by the identifier's normalized form. */
type Holders = Record<Identifier, Map<string, Set<string>>>;

/** Details that are about to be decided, and the ID of the visitor whom they are submitted for. */
export interface UpsertKeys {
  readonly visitor: string;
  readonly details: Details;
}

/** A person in the state after the decisions so far. */
export interface Candidate {
  row: VisitorRow;
  person: Person;
  isChanged: boolean;
  readonly isNew: boolean;
  /** Whether the person was a contact before the decisions. */
  readonly wasContact: boolean;
}

/** Everybody whom the decisions of one batch can be about, in memory, with an index of their identifiers. */
export class Candidates {
  readonly #people: Map<string, Candidate>;
  readonly #holders: Holders;
  readonly #fromBase: ReadonlySet<string>;

  private constructor(
    people: ReadonlyMap<string, LoadedPerson>,
    holders: Holders,
    fromBase: ReadonlySet<string>,
  ) {
    this.#people = new Map(
      [...people].map(([id, loaded]) => [
        id,
        { ...loaded, isChanged: false, isNew: false, wasContact: loaded.row.contact_since !== null },
      ]),
    );
    this.#holders = holders;
    this.#fromBase = fromBase;
  }

  /**
   * Reads the visitors of the inputs, the contacts that have one of the inputs' identifiers, and the contacts that these
   * visitors are attached to.
   *
   * @param base the database under `db` if that is an overlay: people who are missing in `db` are read from it
   */
  static async load(
    db: Db,
    property: string,
    inputs: readonly UpsertKeys[],
    base: Db | null,
  ): Promise<Candidates> {
    const found = await findAllHolders(base ? [db, base] : [db], property, inputs);
    const ids = new Set([...inputs.map(({ visitor }) => visitor), ...found.map(({ id }) => id)]);
    const people = await loadWithContacts(db, property, [...ids]);
    const missing = base ? [...ids].filter((id) => !people.has(id)) : [];
    const fromBase = new Set<string>();
    for (const [id, loaded] of base ? await loadWithContacts(base, property, missing) : [])
      if (!people.has(id)) {
        people.set(id, loaded);
        fromBase.add(id);
      }
    const holders = { email: new Map(), phone: new Map(), user_id: new Map() };
    // a value of the base may have been replaced in the overlay
    for (const { field, key, id } of found)
      if (people.get(id)?.person.values.some((one) => one.field === field && one.key === key))
        addHolder(holders[field], key, id);
    return new Candidates(people, holders, fromBase);
  }

  get ids(): string[] {
    return [...this.#people.keys()];
  }

  has(id: string): boolean {
    return this.#people.has(id);
  }

  /** @throws Error if the person was neither loaded nor added */
  get(id: string): Candidate {
    const candidate = this.#people.get(id);
    if (!candidate) throw new Error(`Visitor ${id} was not loaded`);
    return candidate;
  }

  /** The contact that a visitor is attached to, otherwise the visitor. */
  contactOf(visitor: string): Person {
    const { person } = this.get(visitor);
    return person.attachedTo ? this.get(person.attachedTo).person : person;
  }

  /** Whether a person exists only in the base database. */
  isFromBase(id: string): boolean {
    return this.#fromBase.has(id);
  }

  changed(): Candidate[] {
    return [...this.#people.values()].filter(({ isChanged }) => isChanged);
  }

  /** The people who have an identifier of these details as a current value. */
  matches(details: Details): Matches {
    const holders = (field: Identifier) => this.#holdersOf(field, keysOf(details, field));
    return { userId: holders("user_id"), email: holders("email"), phone: holders("phone") };
  }

  #holdersOf(field: Identifier, keys: readonly string[]): readonly Person[] {
    const ids = new Set<string>();
    for (const key of keys) for (const id of this.#holders[field].get(key) ?? NONE) ids.add(id);
    return ids.size ? Array.from(ids, (id) => this.get(id).person) : NONE;
  }

  add(row: VisitorRow, person: Person): void {
    this.#people.set(person.id, { row, person, isChanged: true, isNew: true, wasContact: false });
  }

  /** Adds a current value to the index of identifiers. */
  addValue(field: string, key: string, id: string): void {
    if (isIdentifier(field)) addHolder(this.#holders[field], key, id);
  }
}

async function findAllHolders(
  databases: readonly Db[],
  property: string,
  inputs: readonly UpsertKeys[],
): Promise<{ field: Identifier; key: string; id: string }[]> {
  const found: { field: Identifier; key: string; id: string }[] = [];
  for (const field of IDENTIFIERS) {
    const keys = inputs.flatMap(({ details }) => keysOf(details, field));
    for (const db of keys.length ? databases : [])
      for (const holder of await findHolders(db, property, field, keys)) found.push({ field, ...holder });
  }
  return found;
}

async function loadWithContacts(
  db: Db,
  property: string,
  ids: readonly string[],
): Promise<Map<string, LoadedPerson>> {
  const people = await loadPeople(db, property, ids);
  const contacts = [...people.values()].flatMap(({ person }) => person.attachedTo ?? []);
  const missing = contacts.filter((id) => !people.has(id));
  for (const [id, loaded] of missing.length ? await loadPeople(db, property, missing) : [])
    people.set(id, loaded);
  return people;
}

function isIdentifier(field: string): field is Identifier {
  return (IDENTIFIERS as readonly string[]).includes(field);
}

const NONE: readonly never[] = [];

function keysOf(
  { emails, phones, userId }: Pick<Details, "emails" | "phones" | "userId">,
  field: Identifier,
): readonly string[] {
  if (field === "email") return emails?.flatMap((email) => normalizeEmail(email) ?? NONE) ?? NONE;
  if (field === "phone") return phones ?? NONE;
  return userId ? [userId] : NONE;
}

function addHolder(index: Map<string, Set<string>>, key: string, id: string): void {
  const ids = index.get(key);
  if (ids) ids.add(id);
  else index.set(key, new Set([id]));
}
