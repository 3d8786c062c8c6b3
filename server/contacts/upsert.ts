import type { Details, Source } from "../../shared/contact.ts";
import { emailKey } from "../../shared/rules/email.ts";
import type { Tx } from "../platform/database/open.ts";
import { applyWrites, decide, type Matches, type Person, type Plan } from "./identity.ts";
import { queueForIndex } from "./search-index.ts";
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

type Field = "email" | "phone" | "user_id";

/** Not by the person's own browser, which was not seen then either. */
const SAID_ELSEWHERE: readonly Source[] = ["agent", "api", "csv"];

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
  readonly #people: Map<string, { row: VisitorRow; person: Person; changed: boolean }>;
  readonly #holders: Record<Field, Map<string, Set<string>>>;
  readonly #details = new Map<string, DetailRow>();
  readonly #retired = new Map<string, RetiredDetail>();
  readonly #suggestions: ContactChanges["suggestions"][number][] = [];
  /** Whose record shows something else now. */
  readonly #told = new Set<string>();

  private constructor(
    tx: Tx,
    property: string,
    newId: () => string,
    people: ReadonlyMap<string, LoadedPerson>,
    holders: Record<Field, Map<string, Set<string>>>,
  ) {
    this.#tx = tx;
    this.#property = property;
    this.#newId = newId;
    this.#people = new Map([...people].map(([id, loaded]) => [id, { ...loaded, changed: false }]));
    this.#holders = holders;
  }

  /** Reads all that the inputs' decisions can need. */
  static async load(
    tx: Tx,
    property: string,
    inputs: readonly Pick<UpsertInput, "visitor" | "details">[],
    newId: () => string,
  ): Promise<Upserts> {
    const holders: Record<Field, Map<string, Set<string>>> = {
      email: new Map(),
      phone: new Map(),
      user_id: new Map(),
    };
    const ids = new Set(inputs.map(({ visitor }) => visitor));
    for (const field of ["email", "phone", "user_id"] as const) {
      const keys = inputs.flatMap(({ details }) => keysOf(details, field));
      for (const { key, id } of keys.length ? await findHolders(tx, property, field, keys) : []) {
        add(holders[field], key, id);
        ids.add(id);
      }
    }
    const people = await loadPeople(tx, property, [...ids]);
    const attached = [...people.values()].flatMap(({ person }) => person.attachedTo ?? []);
    const missing = attached.filter((id) => !people.has(id));
    for (const [id, loaded] of missing.length ? await loadPeople(tx, property, missing) : [])
      people.set(id, loaded);
    return new Upserts(tx, property, newId, people, holders);
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

  /** Writes everything that was decided. @returns whose details changed */
  async save(): Promise<readonly string[]> {
    const changed = [...this.#people.values()].filter((entry) => entry.changed);
    const contacts = changed.filter(({ row }) => row.contact_since !== null).map(({ row }) => row.id);
    await queueForIndex(this.#tx, this.#property, contacts);
    await saveChanges(this.#tx, this.#property, {
      visitors: changed.map(({ row }) => row),
      details: [...this.#details.values()],
      retired: [...this.#retired.values()],
      suggestions: this.#suggestions,
    });
    return [...this.#told];
  }

  #entry(id: string): { row: VisitorRow; person: Person; changed: boolean } {
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

  #record(plan: Plan, { visitor, source, now }: UpsertInput): void {
    const entry = this.#entry(plan.record);
    const proven = plan.proven;
    const device = SAID_ELSEWHERE.includes(source) ? null : visitor;
    const ids = plan.writes.map(() => this.#newId());
    if (plan.writes.length) this.#told.add(plan.record);
    for (const [at, write] of plan.writes.entries()) {
      const id = ids[at] ?? "";
      this.#details.set(id, {
        id,
        property_id: this.#property,
        visitor_id: plan.record,
        device_id: device,
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
      device,
      now,
    });
    entry.row = {
      ...entry.row,
      ...summary(entry.person),
      contact_since: entry.person.contactSince,
      source: plan.becomesContact ? source : entry.row.source,
      last_seen_at: device === null ? entry.row.last_seen_at : Math.max(now, entry.row.last_seen_at),
    };
    entry.changed = true;
    for (const { a, b, reason } of plan.suggestions) {
      this.#told.add(a).add(b);
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
    this.#told.add(visitor).add(plan.record);
  }
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
