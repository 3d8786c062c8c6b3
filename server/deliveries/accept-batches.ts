import type { Receipt } from "../../shared/delivery.ts";
import { problem } from "../../shared/error.ts";
import { findMatch } from "../contacts/identity/match.ts";
import type { TransitionContext } from "../conversations/core/row-changes.ts";
import type { Tx } from "../platform/database/open.ts";
import { ApiError } from "../platform/http/api-error.ts";
import type { KnownProperty } from "../properties/store.ts";
import { acceptChat } from "./accept-chat.ts";
import { acceptSubmission } from "./accept-submission.ts";
import { toDetails } from "./answers-to-details.ts";
import { type Batch, type IntakeState, loadIntake, saveIntake } from "./intake-state.ts";
import type { Entry, SubmissionEntry } from "./read-delivery.ts";

/** A batch's receipts in the order of its entries, or the error that concerns the whole batch. */
export type BatchOutcome = Receipt[] | ApiError;

/**
 * Accepts deliveries of one property within a transaction: upserts the people, opens or changes their conversations,
 * and stores the receipts. Repeated deliveries get their first receipt and change nothing (R21).
 *
 * @returns the outcomes in the order of the batches
 */
export async function acceptBatches(
  tx: Tx,
  property: KnownProperty,
  batches: readonly Batch[],
  context: Pick<TransitionContext, "now" | "newId">,
): Promise<BatchOutcome[]> {
  const state = await loadIntake(tx, property, batches, context);
  const outcomes = batches.map((batch) => acceptBatch(state, batch));
  await saveIntake(tx, state);
  return outcomes;
}

function acceptBatch(state: IntakeState, { visitor, entries }: Batch): BatchOutcome {
  // the widget registers the visitor again, which restores them
  if (!state.registered.has(visitor)) return new ApiError("token_invalid");
  return entries.map((entry) => acceptEntry(state, visitor, entry));
}

function acceptEntry(state: IntakeState, visitor: string, entry: Entry): Receipt {
  if (entry.kind === "unreadable") return entry.refusal;
  const key = { visitor, id: entry.id };
  const known = state.receipts.find(key);
  if (known) return known;
  const receipt = createReceipt(state, visitor, entry);
  state.receipts.add(key, receipt);
  return receipt;
}

function createReceipt(
  state: IntakeState,
  visitor: string,
  entry: Exclude<Entry, { kind: "unreadable" }>,
): Receipt {
  if (entry.kind === "refused") return entry.refusal;
  if (state.blocked.has(visitor) || (entry.kind === "submission" && isOfBlockedContact(state, entry)))
    return { status: "refused", id: entry.id, problem: problem("visitor_blocked") };
  if (isWriting(entry) && !state.mayChat.has(visitor))
    return { status: "refused", id: entry.id, problem: problem("identity_required") };
  return entry.kind === "submission"
    ? acceptSubmission(state, visitor, entry)
    : acceptChat(state, visitor, entry.delivery);
}

/** Whether a delivery brings something to the inbox: a form or a message. */
const isWriting = (entry: Extract<Entry, { kind: "submission" | "chat" }>) =>
  entry.kind === "submission" || entry.delivery.kind === "message";

/**
 * Whether a submission has the e-mail of a blocked contact, or the phone that identifies one (R9): a new browser does not evade the
 * block.
 */
function isOfBlockedContact({ blocked, upserts }: IntakeState, entry: SubmissionEntry): boolean {
  const details = toDetails(entry);
  const matches = upserts.candidates.matches(details);
  const { person } = findMatch({ matches, details, source: "form", proven: false }, null);
  return [...matches.email, ...(person ? [person] : [])].some(({ id }) => blocked.has(id));
}
