import type { Details, Source } from "../../shared/contact.ts";
import { emailKey } from "../../shared/rules/email.ts";
import type { Tx } from "../platform/database/open.ts";
import { Failure } from "../platform/failure.ts";
import { resolveAliases } from "./aliases.ts";
import {
  applyWrites,
  decide,
  findMatch,
  type Matches,
  type Person,
  type Plan,
  type SuggestionReason,
} from "./identity.ts";
import { mergeContacts } from "./merge-contacts.ts";
import { nameOrganizations } from "./organizations.ts";
import { blankVisitor, type MovingConversations } from "./person-records.ts";
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
import { suggestionRow } from "./suggestion-rows.ts";
import { summaryOf } from "./summary.ts";

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

/** What an agent or a program says of a person whom no browser speaks for: by hand, by import, by API. */
export interface PersonInput {
  /** The ID that a new contact gets. */
  readonly newVisitor: string;
  readonly details: Details;
  readonly source: "agent" | "api" | "csv";
  readonly matching: "attach" | "separate";
  readonly now: number;
}

export interface PersonResult {
  readonly contact: string;
  readonly outcome: "new" | "updated" | "unchanged";
  /** Contacts who may be the same person by another identifier. */
  readonly conflicts: readonly string[];
}

/** What it takes to merge contacts that are proven to be one person. */
export interface Merging {
  readonly conversations: MovingConversations;
  readonly now: number;
}

type Field = "email" | "phone" | "user_id";

/**
 * The one way in for details of people (R6), for many at once: everything that decisions could need is read in a few
 * statements, decided one by one in order in memory, and written in a few statements.
 *
 * Two contacts that are proven to be one person are merged when everything else is written, if `merging` was given to
 * `load`; otherwise they are suggested to agents.
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
  readonly #organizations = new Map<string, { name: string; now: number }>();
  readonly #merging: Merging | null;
  readonly #merges: { survivor: string; absorbed: string }[] = [];

  private constructor(
    tx: Tx,
    property: string,
    newId: () => string,
    people: ReadonlyMap<string, LoadedPerson>,
    holders: Record<Field, Map<string, Set<string>>>,
    merging: Merging | null,
  ) {
    this.#tx = tx;
    this.#property = property;
    this.#newId = newId;
    this.#people = new Map([...people].map(([id, loaded]) => [id, { ...loaded, changed: false }]));
    this.#holders = holders;
    this.#merging = merging;
  }

  /** Reads all that the inputs' decisions can need. For an input of `applyPerson`, `visitor` is the new contact's ID. */
  static async load(
    tx: Tx,
    property: string,
    inputs: readonly Pick<UpsertInput, "visitor" | "details">[],
    newId: () => string,
    merging: Merging | null = null,
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
    return new Upserts(tx, property, newId, people, holders, merging);
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
    this.#record(plan, { ...input, device: saidByBrowser(input.source) ? input.visitor : null });
    if (plan.kind === "attach") this.#attach(input.visitor, plan);
    if (plan.absorbs !== null) this.#toMerge(plan.record, plan.absorbs, input.now);
    return { contact: plan.record, claimed: plan.claimed };
  }

  /**
   * Decides one input about a person whom no browser speaks for: whoever it matches (R9) is updated, otherwise it is a
   * new contact. What an owner or an agent says is trusted as its source is (R11); it is no claim.
   *
   * @throws Failure `visitor_id_taken` if the new contact's ID is somebody's: draw another (R2)
   */
  applyPerson({ newVisitor, ...input }: PersonInput): PersonResult {
    const matches = this.#matches(input.details);
    const said = { ...input, proven: false, matches, contact: null };
    const { person } = findMatch(said, { id: newVisitor });
    if (!person && this.knows(newVisitor)) throw new Failure("visitor_id_taken");
    if (!person) this.#people.set(newVisitor, this.#newPerson(newVisitor, input));
    const visitor = this.#asContact(person?.id ?? newVisitor, input);
    const plan = decide({ ...said, visitor });
    const isSame = person === visitor && !plan.writes.length;
    if (!isSame) this.#record(plan, { ...input, device: null });
    return {
      contact: plan.record,
      outcome: isSame ? "unchanged" : person ? "updated" : "new",
      conflicts: plan.suggestions.map(({ a, b }) => (a === plan.record ? b : a)),
    };
  }

  /** Who was deleted, or was only a visitor, is a contact once an owner or an agent says who it is. */
  #asContact(id: string, { now, source }: Pick<PersonInput, "now" | "source">): Person {
    const entry = this.#entry(id);
    if (entry.person.contactSince !== null) return entry.person;
    entry.person = { ...entry.person, contactSince: now };
    entry.row = { ...entry.row, source: entry.row.source ?? source };
    return entry.person;
  }

  /**
   * Makes a person as a new contact of their own, whoever else has their e-mail or phone.
   *
   * @throws Failure `visitor_id_taken`
   */
  addPerson({ newVisitor, ...input }: Omit<PersonInput, "matching">): string {
    if (this.knows(newVisitor)) throw new Failure("visitor_id_taken");
    this.#people.set(newVisitor, this.#newPerson(newVisitor, input));
    const visitor = this.#entry(newVisitor).person;
    const matches = this.#matches(input.details);
    const plan = decide({ ...input, proven: false, matching: "separate", matches, contact: null, visitor });
    this.#record(plan, { ...input, device: null });
    return newVisitor;
  }

  /** Whom the details match among those who were loaded or decided (R9); null: nobody. */
  match(details: Details, source: Source): string | null {
    const said = { details, source, proven: false, matches: this.#matches(details) };
    return findMatch(said, { id: "" }).person?.id ?? null;
  }

  /** Whether an e-mail, a phone or a user ID identifies somebody else: then it cannot be in use here too. */
  isHeldByAnother(record: string, details: Details): boolean {
    const { email, phone, userId } = this.#matches(details);
    return [...email, ...userId, ...(phone.length === 1 ? phone : [])].some(({ id }) => id !== record);
  }

  /**
   * Writes everything that was decided.
   *
   * @returns whose details have changed
   */
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
    await nameOrganizations(this.#tx, this.#property, this.#organizations, this.#newId);
    for (const { survivor, absorbed } of this.#merges)
      this.#told.add(await this.#merge(survivor, absorbed)).add(absorbed);
    return [...this.#told];
  }

  #toMerge(survivor: string, absorbed: string, now: number): void {
    if (this.#merging) this.#merges.push({ survivor, absorbed });
    else this.#suggest(survivor, absorbed, "same_email", now);
  }

  /** Merges as they stand after those before it: two ways of being one person may meet in one transaction. */
  async #merge(one: string, other: string): Promise<string> {
    const merging = this.#merging as Merging;
    const [survivor, absorbed] = await resolveAliases(this.#tx, this.#property, [one, other]);
    if (!survivor || !absorbed) throw new Error("A contact that is to be merged is gone");
    const wish = { property: this.#property, contacts: [absorbed], survivor, choices: {}, force: true };
    await mergeContacts(this.#tx, wish, null, { ...merging, newId: this.#newId });
    return survivor;
  }

  #newPerson(id: string, { source, now }: Pick<PersonInput, "source" | "now">) {
    const row = { ...blankVisitor(this.#property, id, now), contact_since: now, source };
    const person = {
      id,
      contactSince: now,
      firstSeenAt: now,
      attachedTo: null,
      attachedProven: false,
      values: [],
    };
    return { row, person, changed: true };
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

  #record(
    plan: Plan,
    { device, source, now }: Pick<UpsertInput, "source" | "now"> & { device: string | null },
  ): void {
    const entry = this.#entry(plan.record);
    const proven = plan.proven;
    // what is said first is shown first, also of what was said in one moment
    const ids = plan.writes.map(() => this.#newId()).sort();
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
        preferred: 0,
      });
      for (const retired of write.retires) this.#retire(plan.record, retired);
      if (write.status === "current" && isIdentifier(write.field))
        add(this.#holders[write.field], write.key, plan.record);
      if (write.status === "current" && write.field === "organization")
        this.#organizations.set(write.key, { name: write.value, now });
    }
    entry.person = applyWrites(entry.person, plan, ids, {
      source: proven ? "proven" : source,
      device,
      now,
    });
    entry.row = {
      ...entry.row,
      ...summaryOf(entry.person.values),
      contact_since: entry.person.contactSince,
      source: plan.becomesContact ? source : entry.row.source,
      last_seen_at: device === null ? entry.row.last_seen_at : Math.max(now, entry.row.last_seen_at),
    };
    entry.changed = true;
    for (const { a, b, reason } of plan.suggestions) this.#suggest(a, b, reason, now);
  }

  #suggest(one: string, other: string, reason: SuggestionReason, now: number): void {
    const id = this.#newId();
    this.#told.add(one).add(other);
    this.#suggestions.push(suggestionRow({ property: this.#property, id, one, other, reason, at: now }));
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

/** Whether a browser said it, and not an agent or a program. */
function saidByBrowser(source: Source): boolean {
  return source === "form" || source === "browser" || source === "proven";
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
