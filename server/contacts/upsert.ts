import type { Details, Source } from "../../shared/contact.ts";
import { emailKey } from "../../shared/rules/email.ts";
import type { Db, Tx } from "../platform/database/open.ts";
import {
  applyWrites,
  decide,
  decideRecord,
  type KnownValue,
  type Matches,
  type Person,
  type Plan,
} from "./identity.ts";
import { indexPeople, queueForIndex } from "./search-index.ts";
import {
  type ContactChanges,
  type DetailRow,
  findHolders,
  type LoadedPerson,
  loadPeople,
  type RetiredDetail,
  saveChanges,
  type VisitorRow,
} from "./store.ts";

/** What one browser, agent or program says of a person. */
export interface UpsertInput {
  readonly visitor: string;
  readonly details: Details;
  readonly source: Source;
  readonly proven: boolean;
  readonly matching: "attach" | "separate";
  readonly now: number;
}

export interface UpsertResult {
  /** Whose record shows what was said. */
  readonly contact: string;
  /** R12: said by an unproven device of a contact that it did not found. */
  readonly claimed: boolean;
}

/** What a row of a list or a program says of a person. */
export interface RecordInput {
  /** The visitor ID by which it names a contact, if it does. Nobody who is not known. */
  readonly named: string | null;
  readonly details: Details;
  readonly source: Source;
  readonly now: number;
  /** The row of somebody new, should the record be about nobody who is known. Its ID must be free. */
  readonly stranger: VisitorRow;
  /** Whether an earlier row of the same list was about this person. */
  readonly wasSaid: (person: string) => boolean;
}

export interface RecordResult {
  readonly contact: string;
  /** Whether the record is new. */
  readonly made: boolean;
  /** What is written; nothing if all of it was known. */
  readonly plan: Plan;
  /** The values that are past from now on, as they were. */
  readonly retired: readonly Pick<KnownValue, "id" | "status">[];
}

/** How the words by which contacts are found follow. */
export type Indexing = "later" | "now" | "never";

type Field = "email" | "phone" | "user_id";
type Entry = { row: VisitorRow; person: Person; changed: boolean; isNew: boolean };

/**
 * The one way in for details of people (R6), for many at once: everything that decisions could need is read in a few
 * statements, decided one by one in order in memory, and written in a few statements.
 *
 * Two contacts that are proven to be one person are suggested to agents; no record is given up without one.
 */
export class Upserts {
  readonly #tx: Tx;
  readonly #property: string;
  readonly #newId: () => string;
  readonly #people: Map<string, Entry>;
  readonly #holders: Record<Field, Map<string, Set<string>>>;
  /** Who was read from below: to be written whole with their first change. */
  readonly #borrowed: ReadonlySet<string>;
  readonly #details = new Map<string, DetailRow>();
  readonly #retired = new Map<string, RetiredDetail>();
  readonly #suggestions: ContactChanges["suggestions"][number][] = [];

  private constructor(
    tx: Tx,
    property: string,
    newId: () => string,
    people: ReadonlyMap<string, LoadedPerson>,
    holders: Record<Field, Map<string, Set<string>>>,
    borrowed: ReadonlySet<string>,
  ) {
    this.#borrowed = borrowed;
    this.#tx = tx;
    this.#property = property;
    this.#newId = newId;
    this.#people = new Map(
      [...people].map(([id, loaded]) => [id, { ...loaded, changed: false, isNew: false }]),
    );
    this.#holders = holders;
  }

  /**
   * Reads all that the inputs' decisions can need.
   *
   * @param below a database that lies below what is written to: whoever is not in the one is looked for in the other
   */
  static async load(
    tx: Tx,
    property: string,
    inputs: readonly { readonly visitor: string; readonly details: Details }[],
    newId: () => string,
    below: Db | null = null,
  ): Promise<Upserts> {
    const holders: Record<Field, Map<string, Set<string>>> = {
      email: new Map(),
      phone: new Map(),
      user_id: new Map(),
    };
    const ids = new Set(inputs.map(({ visitor }) => visitor));
    const found: { field: Field; key: string; id: string }[] = [];
    for (const field of ["email", "phone", "user_id"] as const) {
      const keys = inputs.flatMap(({ details }) => keysOf(details, field));
      for (const db of keys.length ? [tx, ...(below ? [below] : [])] : [])
        for (const holder of await findHolders(db, property, field, keys)) {
          found.push({ field, ...holder });
          ids.add(holder.id);
        }
    }
    const people = await loadWithContacts(tx, property, [...ids]);
    const missing = below ? [...ids].filter((id) => !people.has(id)) : [];
    const borrowed = below
      ? await loadWithContacts(below, property, missing)
      : new Map<string, LoadedPerson>();
    for (const [id, loaded] of borrowed) people.set(id, loaded);
    // what lies below may have been replaced above
    for (const { field, key, id } of found)
      if (people.get(id)?.person.values.some((one) => one.field === field && one.key === key))
        add(holders[field], key, id);
    return new Upserts(tx, property, newId, people, holders, new Set(borrowed.keys()));
  }

  /** Whether the visitor is registered. */
  knows(visitor: string): boolean {
    return this.#people.has(visitor);
  }

  /** Decides one input, with the effects of those before it. The visitor must be known. */
  apply(input: UpsertInput): UpsertResult {
    const visitor = this.#entry(input.visitor);
    const contact = visitor.person.attachedTo ? this.#entry(visitor.person.attachedTo).person : null;
    const plan = decide({
      ...input,
      visitor: visitor.person,
      contact,
      matches: this.#matches(input.details),
    });
    this.#record(plan, input);
    if (plan.kind === "attach") this.#attach(input.visitor, plan);
    return { contact: plan.record, claimed: plan.claimed };
  }

  /** Who are known, of those that were asked for and those who have their identifiers. */
  get known(): string[] {
    return [...this.#people.keys()];
  }

  /** Decides what one record says, with the effects of those before it. */
  applyRecord(input: RecordInput): RecordResult {
    const { named, stranger, details, source, now, wasSaid } = input;
    const nobody: Person = {
      id: stranger.id,
      contactSince: null,
      firstSeenAt: now,
      attachedTo: null,
      attachedProven: false,
      values: [],
    };
    const plan = decideRecord({
      named: named === null ? null : this.#contactOf(named),
      stranger: nobody,
      matches: this.#matches(details),
      details,
      source,
      proven: false,
      matching: "attach",
      wasSaid,
    });
    const made = plan.record === nobody.id;
    if (made) this.#people.set(nobody.id, { row: stranger, person: nobody, changed: true, isNew: true });
    const ids = new Set(plan.writes.flatMap(({ retires }) => retires));
    const retired = ids.size ? this.#entry(plan.record).person.values.filter(({ id }) => ids.has(id)) : [];
    if (plan.writes.length || plan.becomesContact) this.#record(plan, { visitor: null, source, now });
    return { contact: plan.record, made, plan, retired };
  }

  /** Writes everything that was decided. */
  async save(indexing: Indexing = "later"): Promise<void> {
    const changed = [...this.#people.values()].filter((entry) => entry.changed);
    const contacts = changed.filter(({ row }) => row.contact_since !== null);
    if (indexing === "later")
      await queueForIndex(
        this.#tx,
        this.#property,
        contacts.map(({ row }) => row.id),
      );
    if (indexing === "now") await indexPeople(this.#tx, this.#property, contacts);
    await saveChanges(this.#tx, this.#property, {
      visitors: changed.map(({ row }) => row),
      details: [...this.#details.values(), ...changed.flatMap((entry) => this.#copyOf(entry))],
      retired: [...this.#retired.values()],
      suggestions: this.#suggestions,
    });
  }

  #contactOf(visitor: string): Person {
    const { person } = this.#entry(visitor);
    return person.attachedTo ? this.#entry(person.attachedTo).person : person;
  }

  /** The values of somebody from below that are not written anyway. */
  #copyOf({ row, person }: Entry): DetailRow[] {
    if (!this.#borrowed.has(row.id)) return [];
    return person.values.flatMap((one) =>
      this.#details.has(one.id)
        ? []
        : {
            id: one.id,
            property_id: this.#property,
            visitor_id: row.id,
            device_id: one.device,
            field: one.field,
            value: one.value,
            compare_key: one.key,
            status: one.status,
            source: one.source,
            proven: one.proven ? 1 : 0,
            at: 0,
            previous: null,
          },
    );
  }

  #entry(id: string): Entry {
    const entry = this.#people.get(id);
    if (!entry) throw new Error(`Visitor ${id} was not loaded`);
    return entry;
  }

  #matches(details: Details): Matches {
    const people = (field: Field) => {
      const ids = keysOf(details, field).flatMap((key) => [...(this.#holders[field].get(key) ?? [])]);
      return [...new Set(ids)].map((id) => this.#entry(id).person);
    };
    return { userId: people("user_id"), email: people("email"), phone: people("phone") };
  }

  #record(
    plan: Plan,
    { visitor, source, now }: { visitor: string | null; source: Source; now: number },
  ): void {
    const entry = this.#entry(plan.record);
    const proven = plan.proven;
    const ids = plan.writes.map(() => this.#newId());
    for (const [at, write] of plan.writes.entries()) {
      const id = ids[at] ?? "";
      this.#details.set(id, {
        id,
        property_id: this.#property,
        visitor_id: plan.record,
        device_id: visitor,
        field: write.field,
        value: write.value,
        compare_key: write.key,
        status: write.status,
        source: proven ? "proven" : source,
        proven: proven ? 1 : 0,
        at: now,
        previous: write.previous,
      });
      for (const retired of write.retires) this.#retire(plan.record, retired);
      if (write.status === "current" && isIdentifier(write.field))
        add(this.#holders[write.field], write.key, plan.record);
    }
    entry.person = applyWrites(entry.person, plan, ids, {
      source: proven ? "proven" : source,
      device: visitor,
      now,
    });
    entry.row = {
      ...entry.row,
      ...summary(entry.person),
      contact_since: entry.person.contactSince,
      source: plan.becomesContact ? source : entry.row.source,
      // who is written about was not here
      last_seen_at: visitor === null ? entry.row.last_seen_at : Math.max(now, entry.row.last_seen_at),
    };
    entry.changed = true;
    for (const { a, b, reason } of plan.suggestions)
      this.#suggestions.push({
        id: this.#newId(),
        property_id: this.#property,
        a,
        b,
        reason,
        status: "open",
        at: now,
      });
  }

  /** A row of this very transaction is not there to be updated yet. */
  #retire(visitor: string, id: string): void {
    const fresh = this.#details.get(id);
    if (fresh) this.#details.set(id, { ...fresh, status: "past" });
    else this.#retired.set(id, { visitor, id });
  }

  #attach(visitor: string, plan: Plan): void {
    const entry = this.#entry(visitor);
    entry.person = { ...entry.person, attachedTo: plan.record, attachedProven: plan.proven };
    entry.row = { ...entry.row, attached_to: plan.record, attached_proven: plan.proven ? 1 : 0 };
    entry.changed = true;
  }
}

/** People, with the contacts whose devices they are. */
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

function isIdentifier(field: string): field is Field {
  return field === "email" || field === "phone" || field === "user_id";
}

function keysOf(details: Pick<Details, "emails" | "phones" | "userId">, field: Field): string[] {
  if (field === "email") return (details.emails ?? []).flatMap((email) => emailKey(email) ?? []);
  if (field === "phone") return details.phones ?? [];
  return details.userId ? [details.userId] : [];
}

function add(index: Map<string, Set<string>>, key: string, id: string): void {
  const ids = index.get(key);
  if (ids) ids.add(id);
  else index.set(key, new Set([id]));
}

/** The current name and the first e-mail and phone, for lists. */
function summary(person: Person): Pick<VisitorRow, "name" | "email" | "phone"> {
  const first = (field: string) =>
    person.values.find((one) => one.field === field && one.status === "current")?.value ?? null;
  return { name: first("name"), email: first("email"), phone: first("phone") };
}
