import type * as z from "zod/mini";
import type { AgentName, ConversationUpdate } from "../../../shared/conversation.ts";
import { findMember } from "../../accounts/store.ts";
import type { Tx } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import type { KnownProperty } from "../../properties/store.ts";
import { hasUnseenMessage } from "../core/entries.ts";
import type { Author } from "../core/row-changes.ts";
import type { Action } from "../core/transitions.ts";
import { type ConversationDeps, updateConversations } from "../core/update-conversations.ts";
import { requireTags } from "../tickets/conversation-tags.ts";
import { tidySubject } from "../tickets/new-ticket.ts";

/** A conversation, and the agent who changes it. */
export interface AgentOperation {
  readonly id: string;
  readonly by: Author;
}

/**
 * Updates the fields of a conversation that agents decide on. Absent fields stay as they are.
 *
 * @throws ApiError `not_found`, `not_a_ticket`, `ticket_joined`; `conversation_changed` if it would be solved over a message
 * that the agent has not seen; `invalid_request` if the assignee is not a member of the
 * property
 */
export async function updateConversation(
  tx: Tx,
  deps: ConversationDeps,
  property: KnownProperty,
  { id, by, update }: AgentOperation & { readonly update: z.infer<typeof ConversationUpdate> },
): Promise<void> {
  await updateConversations(tx, deps, property, [id], async (conversations) => {
    if (!conversations.find(id)) throw new ApiError("not_found");
    const { assignee = null, status = "open", seen } = update;
    if (status !== "open" && (await hasUnseenMessage(tx, { property: property.id, conversation: id, seen })))
      throw new ApiError("conversation_changed");
    const member = assignee === null ? null : await requireMember(tx, property.id, assignee);
    await requireTags(tx, property.id, update.tags ?? []);
    for (const action of planActions(update, member)) conversations.apply(id, action, { agent: by });
  });
}

/** Finds a member of a property by their ID. @throws ApiError `invalid_request` if they are none */
export async function requireMember(tx: Tx, property: string, assignee: string): Promise<AgentName> {
  const member = await findMember(tx, property, assignee);
  if (member) return member;
  throw new ApiError("invalid_request", {
    faults: [{ path: "assignee", code: "no_member", message: "is not a member of this property's team" }],
  });
}

/** The actions of an update. `read` comes last, so that it includes the entries that the others add. */
function planActions(
  { status, subject, priority, tags, unread, suspicious, assignee }: z.infer<typeof ConversationUpdate>,
  member: AgentName | null,
): Action[] {
  const actions: Action[] = [];
  if (assignee !== undefined) actions.push(member ? { kind: "assign", to: member } : { kind: "unassign" });
  if (status !== undefined) actions.push({ kind: "set_status", to: status });
  if (subject !== undefined) actions.push({ kind: "set_subject", subject: tidySubject(subject) });
  if (priority !== undefined) actions.push({ kind: "set_priority", priority });
  if (tags !== undefined) actions.push({ kind: "set_tags", tags });
  if (suspicious !== undefined) actions.push({ kind: "mark_suspicious", on: suspicious });
  if (unread === true) actions.push({ kind: "mark_unread" });
  if (unread === false) actions.push({ kind: "read", sequence: Number.POSITIVE_INFINITY });
  return actions;
}

/**
 * Assigns an unassigned conversation to the agent. Of two agents who take it at the same time, exactly one gets it. A
 * conversation whose assignee has left the team counts as unassigned.
 *
 * @throws ApiError `not_found`, `conversation_taken`
 */
export async function takeConversation(
  tx: Tx,
  deps: ConversationDeps,
  property: KnownProperty,
  { id, by }: AgentOperation,
): Promise<void> {
  await updateConversations(tx, deps, property, [id], async (conversations) => {
    const row = conversations.find(id);
    if (!row) throw new ApiError("not_found");
    const isAssignedToOther = row.assignee_id !== null && row.assignee_id !== by.id;
    const assignee = isAssignedToOther ? await findMember(tx, property.id, row.assignee_id ?? "") : null;
    if (assignee)
      throw new ApiError("conversation_taken", { detail: `${assignee.name} has taken this conversation.` });
    conversations.apply(id, { kind: "take" }, { agent: by });
  });
}
