import type { Details } from "../../../shared/contact.ts";
import type { Db } from "../../platform/database/open.ts";
import { findHolders, type LoadedPerson, loadPeople, type VisitorRow } from "./contact-store.ts";
import type { Matches, Person } from "./decide.ts";
import { normalizeEmail } from "./normalize-email.ts";

const IDENTIFIERS = ["email", "phone", "user_id"] as const;
type Identifier = (typeof IDENTIFIERS)[number];

/** Somebody as they stand after what was decided. */
export interface Candidate {
  row: VisitorRow;
  person: Person;
  changed: boolean;
  isNew: boolean;
}

/** Everybody whom decisions could be about, and who has which identifiers. */
export class Candidates {
  readonly #entries: Map<string, Candidate>;
  readonly #holders: Record<Identifier, Map<string, Set<string>>>;
  /** Who was read from below. */
  readonly #borrowed: ReadonlySet<string>;

  private constructor(
    people: ReadonlyMap<string, LoadedPerson>,
    holders: Record<Identifier, Map<string, Set<string>>>,
    borrowed: ReadonlySet<string>,
  ) {
    this.#entries = new Map(
      [...people].map(([id, loaded]) => [id, { ...loaded, changed: false, isNew: false }]),
    );
    this.#holders = holders;
    this.#borrowed = borrowed;
  }

  /**
   * Reads those who are asked for, those who have their identifiers, and the contacts whose devices they are.
   *
   * @param below a database that lies below: whoever is not in the one is looked for in the other
   */
  static async load(
    db: Db,
    property: string,
    inputs: readonly { readonly visitor: string; readonly details: Details }[],
    below: Db | null,
  ): Promise<Candidates> {
    const ids = new Set(inputs.map(({ visitor }) => visitor));
    const found: { field: Identifier; key: string; id: string }[] = [];
    for (const field of IDENTIFIERS) {
      const keys = inputs.flatMap(({ details }) => keysOf(details, field));
      for (const one of keys.length ? [db, ...(below ? [below] : [])] : [])
        for (const holder of await findHolders(one, property, field, keys)) {
          found.push({ field, ...holder });
          ids.add(holder.id);
        }
    }
    const people = await loadWithContacts(db, property, [...ids]);
    const missing = below ? [...ids].filter((id) => !people.has(id)) : [];
    const borrowed = new Set<string>();
    for (const [id, loaded] of below ? await loadWithContacts(below, property, missing) : [])
      if (!people.has(id)) {
        people.set(id, loaded);
        borrowed.add(id);
      }
    const holders = { email: new Map(), phone: new Map(), user_id: new Map() };
    // what lies below may have been replaced above
    for (const { field, key, id } of found)
      if (people.get(id)?.person.values.some((one) => one.field === field && one.key === key))
        add(holders[field], key, id);
    return new Candidates(people, holders, borrowed);
  }

  get ids(): string[] {
    return [...this.#entries.keys()];
  }

  has(id: string): boolean {
    return this.#entries.has(id);
  }

  add(row: VisitorRow, person: Person): Candidate {
    const entry = { row, person, changed: true, isNew: true };
    this.#entries.set(person.id, entry);
    return entry;
  }

  /** Somebody who was loaded or added. */
  entry(id: string): Candidate {
    const entry = this.#entries.get(id);
    if (!entry) throw new Error(`Visitor ${id} was not loaded`);
    return entry;
  }

  /** The contact whose record a visitor's words go to. */
  contactOf(visitor: string): Person {
    const { person } = this.entry(visitor);
    return person.attachedTo ? this.entry(person.attachedTo).person : person;
  }

  /** Whether somebody was read from below, and so is not in the database itself. */
  isBorrowed(id: string): boolean {
    return this.#borrowed.has(id);
  }

  changed(): Candidate[] {
    return [...this.#entries.values()].filter((entry) => entry.changed);
  }

  /** Who has the identifiers of these details in use. */
  matches(details: Details): Matches {
    const people = (field: Identifier) => {
      const ids = keysOf(details, field).flatMap((key) => [...(this.#holders[field].get(key) ?? [])]);
      return [...new Set(ids)].map((id) => this.entry(id).person);
    };
    return { userId: people("user_id"), email: people("email"), phone: people("phone") };
  }

  /** Notes that somebody has a value in use from now on. */
  hold(field: string, key: string, id: string): void {
    if (isIdentifier(field)) add(this.#holders[field], key, id);
  }
}

async function loadWithContacts(
  db: Db,
  property: string,
  ids: readonly string[],
): Promise<Map<string, LoadedPerson>> {
  const people = await loadPeople(db, property, ids);
  const attached = [...people.values()].flatMap(({ person }) => person.attachedTo ?? []);
  const missing = attached.filter((id) => !people.has(id));
  for (const [id, loaded] of missing.length ? await loadPeople(db, property, missing) : [])
    people.set(id, loaded);
  return people;
}

function isIdentifier(field: string): field is Identifier {
  return (IDENTIFIERS as readonly string[]).includes(field);
}

function keysOf(details: Pick<Details, "emails" | "phones" | "userId">, field: Identifier): string[] {
  if (field === "email") return (details.emails ?? []).flatMap((email) => normalizeEmail(email) ?? []);
  if (field === "phone") return details.phones ?? [];
  return details.userId ? [details.userId] : [];
}

function add(index: Map<string, Set<string>>, key: string, id: string): void {
  const ids = index.get(key);
  if (ids) ids.add(id);
  else index.set(key, new Set([id]));
}
