import type { Details, Source } from "../../../shared/contact.ts";
import type { Db, Tx } from "../../platform/database/open.ts";
import { createMissingOrganizations } from "../crm/organizations.ts";
import { toSuggestionRow } from "../duplicates/save-suggestions.ts";
import { mergeContacts } from "../merging/apply-merge.ts";
import type { ConversationReassigner } from "../merging/load-records.ts";
import { indexContacts, queueForIndex } from "../search/indexer.ts";
import { resolveAliases } from "./aliases.ts";
import { type Candidate, Candidates, type UpsertKeys } from "./candidates.ts";
import {
  type ContactChanges,
  type DetailRow,
  type RetiredDetail,
  saveChanges,
  toDetailRow,
} from "./contact-store.ts";
import { summarizeDetails } from "./current-values.ts";
import { decide, type SuggestionReason, type UpsertPlan } from "./decide.ts";
import { applyWrites, type Origin } from "./plan-writes.ts";

/** Details of a person, submitted by one browser, agent or program. */
export interface UpsertInput {
  readonly visitor: string;
  readonly details: Details;
  readonly source: Source;
  readonly proven: boolean;
  readonly matching: "attach" | "separate";
  readonly now: number;
}

export interface UpsertResult {
  /** The ID of the contact, or visitor, whose record has the details. */
  readonly contact: string;
  /** Submitted by an unproven device of a contact that it did not found (R12). */
  readonly claimed: boolean;
}

/** When the search index follows: in the background, in this transaction, or (a dry run) never. */
export type IndexMode = "later" | "now" | "never";

/** The context of merges of contacts that are proven to be one person. */
interface MergeOptions {
  readonly conversations: ConversationReassigner;
  readonly now: number;
}

/**
 * The one way in for details of people (R6), for many inputs at once: `load` reads everything that the decisions need in
 * a few statements, `apply` decides one input after the other in memory, `save` writes all of it in a few statements.
 */
export class UpsertBatch {
  readonly candidates: Candidates;
  readonly property: string;
  readonly #tx: Tx;
  readonly #newId: () => string;
  readonly #details = new Map<string, DetailRow>();
  readonly #retired = new Map<string, RetiredDetail>();
  readonly #suggestions: ContactChanges["suggestions"][number][] = [];
  /** IDs of the records that look different afterwards. */
  readonly #changed = new Set<string>();
  readonly #organizations = new Map<string, { name: string; now: number }>();
  readonly #merging: MergeOptions | null;
  readonly #merges: { survivor: string; absorbed: string }[] = [];

  private constructor(
    tx: Tx,
    property: string,
    newId: () => string,
    candidates: Candidates,
    merging: MergeOptions | null,
  ) {
    this.#tx = tx;
    this.property = property;
    this.#newId = newId;
    this.candidates = candidates;
    this.#merging = merging;
  }

  /**
   * Reads everything that decisions about the inputs need.
   *
   * @param inputs for a contact that is to be created, `visitor` is its new ID
   * @param merging if given, contacts that are proven to be one person are merged in `save`; otherwise they are
   *   suggested to agents
   * @param base the database under the transaction's if that is an overlay (a dry run): people who are missing in the
   *   overlay are read from it, and copied into the overlay with their first change
   */
  static async load(
    tx: Tx,
    property: string,
    inputs: readonly UpsertKeys[],
    newId: () => string,
    { merging = null, base = null }: { merging?: MergeOptions | null; base?: Db | null } = {},
  ): Promise<UpsertBatch> {
    return new UpsertBatch(tx, property, newId, await Candidates.load(tx, property, inputs, base), merging);
  }

  /** Whether the visitor is registered. */
  knows(visitor: string): boolean {
    return this.candidates.has(visitor);
  }

  /** Decides one input, after the effects of the inputs before it. The visitor must be registered. */
  apply(input: UpsertInput): UpsertResult {
    const visitor = this.candidates.get(input.visitor).person;
    const contact = visitor.attachedTo ? this.candidates.contactOf(visitor.id) : null;
    const matches = this.candidates.matches(input.details);
    const plan = this.#withSignedUser(decide({ ...input, visitor, contact, matches }), input);
    this.execute(plan, { ...input, device: isFromDevice(input.source) ? input.visitor : null });
    const isNowProven = plan.kind === "device" && plan.proven && !plan.claimed;
    if (plan.kind === "attach" || isNowProven) this.#attach(input.visitor, plan);
    if (plan.kind === "merge") this.#merge(plan.record, plan.absorbed, input.now);
    return { contact: plan.record, claimed: plan.claimed };
  }

  /** A user whom the owner's server has signed is a contact by the user ID alone, as one of a file or the API is (R6). */
  #withSignedUser(plan: UpsertPlan, { proven, details }: UpsertInput): UpsertPlan {
    if (!proven || !details.userId || plan.claimed || plan.becomesContact) return plan;
    return { ...plan, becomesContact: this.candidates.get(plan.record).person.contactSince === null };
  }

  /** Puts a plan's writes and suggestions into memory, for later decisions and for `save`. */
  execute(
    plan: UpsertPlan,
    submitted: Pick<UpsertInput, "source" | "now"> & { device: string | null },
  ): void {
    const { device, now } = submitted;
    const source = plan.proven ? "proven" : submitted.source;
    const origin = { source, proven: plan.proven, device, now };
    const candidate = this.candidates.get(plan.record);
    const ids = this.#addDetails(plan, origin);
    candidate.person = applyWrites(candidate.person, plan, ids, origin);
    const { row } = candidate;
    candidate.row = {
      ...row,
      ...summarizeDetails(candidate.person.values),
      contact_since: candidate.person.contactSince,
      source: plan.becomesContact ? submitted.source : row.source,
      // an agent or a program that writes about a person has not seen the person
      last_seen_at: device === null ? row.last_seen_at : Math.max(now, row.last_seen_at),
    };
    candidate.isChanged = true;
    for (const { a, b, reason } of plan.suggestions) this.#suggest(a, b, reason, now);
  }

  /**
   * Writes everything that was decided.
   *
   * @returns the IDs of the contacts and visitors whose details have changed
   */
  async save(indexing: IndexMode = "later"): Promise<readonly string[]> {
    const changed = this.candidates.changed();
    const contacts = changed.filter(({ row }) => row.contact_since !== null);
    if (indexing === "now") await indexContacts(this.#tx, this.property, contacts);
    if (indexing === "later")
      await queueForIndex(
        this.#tx,
        this.property,
        contacts.map(({ row }) => row.id),
      );
    await saveChanges(this.#tx, this.property, {
      visitors: changed.map(({ row }) => row),
      details: [...this.#details.values(), ...changed.flatMap((one) => this.#copyFromBase(one))],
      retired: [...this.#retired.values()],
      suggestions: this.#suggestions,
    });
    await createMissingOrganizations(this.#tx, this.property, this.#organizations, this.#newId);
    const [created, updated] = [changed.filter(becameContact), changed.filter((one) => !becameContact(one))];
    this.#tx.publish({
      kind: "contacts_saved",
      property: this.property,
      created: created.map(({ row }) => row.id),
      updated: updated.map(({ row }) => row.id),
    });
    await this.#mergeAll();
    return [...this.#changed];
  }

  /** @returns the IDs of the new rows, in the order of the plan's writes */
  #addDetails(plan: UpsertPlan, origin: Origin): string[] {
    // sorted, because values of one moment are shown in the order of their IDs
    const ids = plan.writes.map(() => this.#newId()).sort();
    if (plan.writes.length) this.#changed.add(plan.record);
    for (const [index, { retires, ...write }] of plan.writes.entries()) {
      const id = ids[index] ?? "";
      const { source, proven, device } = origin;
      const { field, value, key, status, previous } = write;
      const known = { id, field, value, key, status, source, proven, device, at: origin.now, preferred: 0 };
      this.#details.set(id, toDetailRow(known, { property: this.property, visitor: plan.record, previous }));
      for (const retired of retires) this.#retire(plan.record, retired);
      if (write.status !== "current") continue;
      this.candidates.addValue(write.field, write.key, plan.record);
      if (write.field === "organization")
        this.#organizations.set(write.key, { name: write.value, now: origin.now });
    }
    return ids;
  }

  /** A row of this batch is not in the database yet: it is changed in memory. */
  #retire(visitor: string, id: string): void {
    const unsaved = this.#details.get(id);
    if (unsaved) this.#details.set(id, { ...unsaved, status: "past" });
    else this.#retired.set(id, { visitor, id });
  }

  #suggest(one: string, other: string, reason: SuggestionReason, now: number): void {
    const id = this.#newId();
    this.#changed.add(one).add(other);
    this.#suggestions.push(toSuggestionRow({ property: this.property, id, one, other, reason, at: now }));
  }

  #attach(visitor: string, plan: UpsertPlan): void {
    const candidate = this.candidates.get(visitor);
    candidate.person = { ...candidate.person, attachedTo: plan.record, attachedProven: plan.proven };
    candidate.row = { ...candidate.row, attached_to: plan.record, attached_proven: plan.proven ? 1 : 0 };
    candidate.isChanged = true;
    this.#changed.add(visitor).add(plan.record);
  }

  #merge(survivor: string, absorbed: string, now: number): void {
    if (this.#merging) this.#merges.push({ survivor, absorbed });
    else this.#suggest(survivor, absorbed, "same_email", now);
  }

  /** Resolves the IDs before each merge: an earlier merge of the batch may have absorbed one of the two. */
  async #mergeAll(): Promise<void> {
    const [tx, property, merging] = [this.#tx, this.property, this.#merging];
    for (const { survivor: one, absorbed: other } of merging ? this.#merges : []) {
      const [survivor, absorbed] = await resolveAliases(tx, property, [one, other]);
      if (!merging || !survivor || !absorbed)
        throw new Error("A contact that is to be merged does not exist");
      const command = { property, contacts: [absorbed], survivor, choices: {}, force: true };
      await mergeContacts(tx, command, null, { ...merging, newId: this.#newId });
      this.#changed.add(survivor).add(other);
    }
  }

  /** The rows of a person's values that are in the base database only. */
  #copyFromBase({ row, person }: Candidate): DetailRow[] {
    if (!this.candidates.isFromBase(row.id)) return [];
    const owner = { property: this.property, visitor: row.id, previous: null };
    return person.values.filter(({ id }) => !this.#details.has(id)).map((value) => toDetailRow(value, owner));
  }
}

const becameContact = ({ row, wasContact }: Candidate) => !wasContact && row.contact_since !== null;

/** Whether the person submitted the details, from a browser or by mail, and not an agent or a program. */
function isFromDevice(source: Source): boolean {
  return source === "form" || source === "mail" || source === "browser" || source === "proven";
}
