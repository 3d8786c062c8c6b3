import { type AgentName, MAX_TAGS } from "../../../shared/conversation.ts";
import type { ConversationBulkResult, ConversationBulkUpdate } from "../../../shared/conversation-bulk.ts";
import type { Tx } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import type { KnownProperty } from "../../properties/store.ts";
import type { ConversationBatch } from "../core/conversation-batch.ts";
import { hasUnseenMessage } from "../core/entries.ts";
import type { Action } from "../core/transitions.ts";
import { type ConversationDeps, updateConversations } from "../core/update-conversations.ts";
import { requireTags, tagIds } from "../tickets/conversation-tags.ts";
import { listSummaries } from "./summaries.ts";
import { requireMember } from "./update-conversation.ts";

type Skipped = ConversationBulkResult["skipped"][number];

/**
 * Changes several conversations in one transaction. One that cannot be changed stays as it was, and the others are
 * changed all the same.
 *
 * @throws ApiError `not_found` for a tag; `invalid_request` if the assignee is not a member of the property
 */
export async function updateMany(
  tx: Tx,
  deps: ConversationDeps,
  property: KnownProperty,
  { by, update }: { readonly by: AgentName; readonly update: ConversationBulkUpdate },
): Promise<ConversationBulkResult> {
  const seen = new Map(update.conversations.map((one) => [one.id, one.seen]));
  const ids = [...seen.keys()];
  const skipped = await updateConversations(tx, deps, property, ids, async (batch) => {
    const { assignee } = update;
    const member = assignee ? await requireMember(tx, property.id, assignee) : null;
    await requireTags(tx, property.id, update.addTags ?? []);
    const left: Skipped[] = [];
    for (const [id, revision] of seen) {
      const hasUnseen = () =>
        hasUnseenMessage(tx, { property: property.id, conversation: id, seen: revision });
      if (setsStatus(update) && (await hasUnseen())) left.push({ id, code: "conversation_changed" });
      else left.push(...changeOne(batch, id, { by, update, member }));
    }
    return left;
  });
  const left = new Set(skipped.map(({ id }) => id));
  const changed = await listSummaries(
    tx,
    property.id,
    ids.filter((id) => !left.has(id)),
  );
  return { changed, skipped };
}

/** Whether an update ends what a customer waits for. */
const setsStatus = ({ status = "open" }: ConversationBulkUpdate): boolean => status !== "open";

/** @returns why the conversation stays as it was; empty: it is as the update says */
function changeOne(
  batch: ConversationBatch,
  id: string,
  change: {
    readonly by: AgentName;
    readonly update: ConversationBulkUpdate;
    readonly member: AgentName | null;
  },
): readonly Skipped[] {
  const row = batch.find(id);
  if (!row) return [{ id, code: "not_found" }];
  const tags = new Set([...tagIds(row), ...(change.update.addTags ?? [])]);
  if (tags.size > MAX_TAGS) return [{ id, code: "too_many_tags" }];
  try {
    for (const action of planActions(change, tags)) batch.apply(id, action, { agent: change.by });
    return [];
  } catch (error) {
    const code = error instanceof ApiError ? error.problem.code : null;
    if (code === "not_a_ticket" || code === "ticket_joined") return [{ id, code }];
    throw error;
  }
}

/** The status comes first: it is what can be refused, and then nothing else must have changed. */
function planActions(
  { update, member }: { readonly update: ConversationBulkUpdate; readonly member: AgentName | null },
  tags: ReadonlySet<string>,
): Action[] {
  const { status, assignee, addTags } = update;
  const actions: Action[] = [];
  if (status !== undefined) actions.push({ kind: "set_status", to: status });
  if (assignee !== undefined) actions.push(member ? { kind: "assign", to: member } : { kind: "unassign" });
  if (addTags?.length) actions.push({ kind: "set_tags", tags: [...tags] });
  return actions;
}
