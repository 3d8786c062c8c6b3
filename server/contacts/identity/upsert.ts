import type { Details, Source } from "../../../shared/contact.ts";
import type { Db, Tx } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { createMissingOrganizations } from "../crm/organizations.ts";
import { toSuggestionRow } from "../duplicates/save-suggestions.ts";
import { mergeContacts } from "../merging/apply-merge.ts";
import { blankVisitor, type ConversationReassigner } from "../merging/write-records.ts";
import { indexContacts, queueForIndex } from "../search/indexer.ts";
import { resolveAliases } from "./aliases.ts";
import { type Candidate, Candidates } from "./candidates.ts";
import { type ContactChanges, type DetailRow, type RetiredDetail, saveChanges } from "./contact-store.ts";
import {
  applyWrites,
  decide,
  findMatch,
  type KnownValue,
  type Person,
  type Plan,
  type SuggestionReason,
} from "./decide.ts";
import { decideRecord, personOf } from "./decide-record.ts";
import { summarizeDetails } from "./summary.ts";

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

/** Somebody who is made as a contact of their own. */
export interface NewContact {
  readonly newVisitor: string;
  readonly details: Details;
  readonly source: Source;
  readonly now: number;
}

/** What a row of a list or a program says of a person whom no browser speaks for. */
export interface RecordInput {
  /** The visitor ID by which it names a contact, if it does. Nobody who is not known. */
  readonly named: string | null;
  readonly details: Details;
  readonly source: Source;
  readonly now: number;
  /** The ID of somebody new, should the record be about nobody who is known. It must be free. */
  readonly newVisitor: string;
  /** Whether an earlier row of the same list was about this person. */
  readonly isRepeated: (person: string) => boolean;
}

export interface RecordResult {
  readonly contact: string;
  /** Whether the record is new. */
  readonly isNew: boolean;
  /** What is written; nothing if all of it was known. */
  readonly plan: Plan;
  /** The values that are past from now on, as they were. */
  readonly retired: readonly Pick<KnownValue, "id" | "status">[];
}

/** How the words by which contacts are found follow. */
export type Indexing = "later" | "now" | "never";

/** What it takes to merge contacts that are proven to be one person. */
export interface MergeOptions {
  readonly conversations: ConversationReassigner;
  readonly now: number;
}

/**
 * The one way in for details of people (R6), for many at once: everything that decisions could need is read in a few
 * statements, decided one by one in order in memory, and written in a few statements.
 *
 * Two contacts that are proven to be one person are merged when everything else is written, if `merging` was given to
 * `load`; otherwise they are suggested to agents.
 */
export class UpsertBatch {
  readonly #tx: Tx;
  readonly #property: string;
  readonly #newId: () => string;
  readonly #people: Candidates;
  readonly #details = new Map<string, DetailRow>();
  readonly #retired = new Map<string, RetiredDetail>();
  readonly #suggestions: ContactChanges["suggestions"][number][] = [];
  /** Whose record shows something else now. */
  readonly #told = new Set<string>();
  readonly #organizations = new Map<string, { name: string; now: number }>();
  readonly #merging: MergeOptions | null;
  readonly #merges: { survivor: string; absorbed: string }[] = [];

  private constructor(
    tx: Tx,
    property: string,
    newId: () => string,
    people: Candidates,
    merging: MergeOptions | null,
  ) {
    this.#tx = tx;
    this.#property = property;
    this.#newId = newId;
    this.#people = people;
    this.#merging = merging;
  }

  /**
   * Reads all that the inputs' decisions can need.
   *
   * @param inputs for who is to be made, `visitor` is the new contact's ID
   * @param below a database that lies below what is written to: whoever is not in the one is looked for in the other,
   *   and is written whole with the first change
   */
  static async load(
    tx: Tx,
    property: string,
    inputs: readonly { readonly visitor: string; readonly details: Details }[],
    newId: () => string,
    { merging = null, below = null }: { merging?: MergeOptions | null; below?: Db | null } = {},
  ): Promise<UpsertBatch> {
    const people = await Candidates.load(tx, property, inputs, below);
    return new UpsertBatch(tx, property, newId, people, merging);
  }

  /** Whether the visitor is registered. */
  knows(visitor: string): boolean {
    return this.#people.has(visitor);
  }

  /** Who are known, of those that were asked for and those who have their identifiers. */
  get known(): string[] {
    return this.#people.ids;
  }

  /** Decides one input, with the effects of those before it. The visitor must be known. */
  apply(input: UpsertInput): UpsertResult {
    const visitor = this.#people.entry(input.visitor).person;
    const contact = visitor.attachedTo ? this.#people.contactOf(visitor.id) : null;
    const matches = this.#people.matches(input.details);
    const plan = decide({ ...input, visitor, contact, matches });
    this.#record(plan, { ...input, device: saidByBrowser(input.source) ? input.visitor : null });
    if (plan.kind === "attach") this.#attach(input.visitor, plan);
    if (plan.absorbs !== null) this.#toMerge(plan.record, plan.absorbs, input.now);
    return { contact: plan.record, claimed: plan.claimed };
  }

  /**
   * Decides what one record says, with the effects of those before it: whoever it names or matches (R9) is updated,
   * otherwise it is a new contact. What an owner or an agent says is trusted as its source is (R11); it is no claim.
   */
  applyRecord(input: RecordInput): RecordResult {
    const { named, newVisitor, details, source, now, isRepeated } = input;
    const stranger = nobody(newVisitor, now);
    const plan = decideRecord({
      named: named === null ? null : this.#people.contactOf(named),
      stranger,
      matches: this.#people.matches(details),
      details,
      source,
      proven: false,
      matching: "attach",
      isRepeated,
    });
    const made = plan.record === newVisitor;
    if (made) this.#people.add(blankVisitor(this.#property, newVisitor, now), stranger);
    const ids = new Set(plan.writes.flatMap(({ retires }) => retires));
    const before = ids.size ? this.#people.entry(plan.record).person.values : [];
    const retired = before.filter(({ id }) => ids.has(id));
    if (plan.writes.length || plan.becomesContact) this.#record(plan, { device: null, source, now });
    return { contact: plan.record, isNew: made, plan, retired };
  }

  /**
   * Makes a person as a new contact of their own, whoever else has their e-mail or phone.
   *
   * @throws Failure `visitor_id_taken` if the new contact's ID is somebody's: draw another (R2)
   */
  addPerson({ newVisitor, ...input }: NewContact): string {
    if (this.knows(newVisitor)) throw new ApiError("visitor_id_taken");
    const { source, now } = input;
    const visitor = { ...nobody(newVisitor, now), contactSince: now };
    const row = blankVisitor(this.#property, newVisitor, now);
    this.#people.add({ ...row, contact_since: now, source }, visitor);
    const matches = this.#people.matches(input.details);
    const plan = decide({ ...input, proven: false, matching: "separate", matches, contact: null, visitor });
    this.#record(plan, { ...input, device: null });
    return newVisitor;
  }

  /** Whom the details match among those who were loaded or decided (R9); null: nobody. */
  match(details: Details, source: Source): string | null {
    const matches = this.#people.matches(details);
    return findMatch({ details, source, proven: false, matches }, null).person?.id ?? null;
  }

  /** Whether whom a record is about has just this value in use. */
  isKnown(
    { named, details, source }: Pick<RecordInput, "named" | "details" | "source">,
    field: string,
    value: string,
  ): boolean {
    const person = personOf({
      named: named === null ? null : this.#people.contactOf(named),
      matches: this.#people.matches(details),
      details,
      source,
      proven: false,
    });
    const isIt = (one: KnownValue) => one.field === field && one.status === "current";
    return person?.values.some((one) => isIt(one) && one.value.trim() === value) ?? false;
  }

  /** Whether an e-mail, a phone or a user ID identifies somebody else: then it cannot be in use here too. */
  isHeldByAnother(record: string, details: Details): boolean {
    const { email, phone, userId } = this.#people.matches(details);
    return [...email, ...userId, ...(phone.length === 1 ? phone : [])].some(({ id }) => id !== record);
  }

  /**
   * Writes everything that was decided.
   *
   * @returns whose details have changed
   */
  async save(indexing: Indexing = "later"): Promise<readonly string[]> {
    const changed = this.#people.changed();
    const contacts = changed.filter(({ row }) => row.contact_since !== null);
    const ids = contacts.map(({ row }) => row.id);
    if (indexing === "later") await queueForIndex(this.#tx, this.#property, ids);
    if (indexing === "now") await indexContacts(this.#tx, this.#property, contacts);
    await saveChanges(this.#tx, this.#property, {
      visitors: changed.map(({ row }) => row),
      details: [...this.#details.values(), ...changed.flatMap((entry) => this.#copyOf(entry))],
      retired: [...this.#retired.values()],
      suggestions: this.#suggestions,
    });
    await createMissingOrganizations(this.#tx, this.#property, this.#organizations, this.#newId);
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
    const merging = this.#merging as MergeOptions;
    const [survivor, absorbed] = await resolveAliases(this.#tx, this.#property, [one, other]);
    if (!survivor || !absorbed) throw new Error("A contact that is to be merged is gone");
    const wish = { property: this.#property, contacts: [absorbed], survivor, choices: {}, force: true };
    await mergeContacts(this.#tx, wish, null, { ...merging, newId: this.#newId });
    return survivor;
  }

  /** The values of somebody from below that are not written anyway. */
  #copyOf({ row, person }: Candidate): DetailRow[] {
    if (!this.#people.isBorrowed(row.id)) return [];
    return person.values
      .filter(({ id }) => !this.#details.has(id))
      .map((one) => ({
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
        preferred: one.preferred,
      }));
  }

  #record(
    plan: Plan,
    { device, source, now }: Pick<UpsertInput, "source" | "now"> & { device: string | null },
  ): void {
    const entry = this.#people.entry(plan.record);
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
      if (write.status === "current") this.#people.hold(write.field, write.key, plan.record);
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
      ...summarizeDetails(entry.person.values),
      contact_since: entry.person.contactSince,
      source: plan.becomesContact ? source : entry.row.source,
      // who is written about was not here
      last_seen_at: device === null ? entry.row.last_seen_at : Math.max(now, entry.row.last_seen_at),
    };
    entry.changed = true;
    for (const { a, b, reason } of plan.suggestions) this.#suggest(a, b, reason, now);
  }

  #suggest(one: string, other: string, reason: SuggestionReason, now: number): void {
    const id = this.#newId();
    this.#told.add(one).add(other);
    this.#suggestions.push(toSuggestionRow({ property: this.#property, id, one, other, reason, at: now }));
  }

  /** A row of this very transaction is not there to be updated yet. */
  #retire(visitor: string, id: string): void {
    const fresh = this.#details.get(id);
    if (fresh) this.#details.set(id, { ...fresh, status: "past" });
    else this.#retired.set(id, { visitor, id });
  }

  #attach(visitor: string, plan: Plan): void {
    const entry = this.#people.entry(visitor);
    entry.person = { ...entry.person, attachedTo: plan.record, attachedProven: plan.proven };
    entry.row = { ...entry.row, attached_to: plan.record, attached_proven: plan.proven ? 1 : 0 };
    entry.changed = true;
    this.#told.add(visitor).add(plan.record);
  }
}

function nobody(id: string, now: number): Person {
  return {
    id,
    contactSince: null,
    firstSeenAt: now,
    attachedTo: null,
    attachedProven: false,
    values: [],
  };
}

/** Whether a browser said it, and not an agent or a program. */
function saidByBrowser(source: Source): boolean {
  return source === "form" || source === "browser" || source === "proven";
}
