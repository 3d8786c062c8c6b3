import type { AgentName } from "../../../shared/conversation.ts";
import type { Tx } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import type { KnownProperty } from "../../properties/store.ts";
import type { ConversationBatch } from "../core/conversation-batch.ts";
import { hasMessageAfter } from "../core/entries.ts";
import type { ConversationRow } from "../core/row-changes.ts";
import { type ConversationDeps, updateConversations } from "../core/update-conversations.ts";
import { planJoin, planSeparation, readBeforeJoin } from "./plan-join.ts";
import { requireTicket } from "./ticket-status.ts";

/**
 * Joins a ticket into another one of the property. A repetition changes nothing. Of two agents who join two tickets into
 * each other at the same time, the first does.
 *
 * @throws ApiError `not_found`, and those of `planJoin`
 */
export async function joinTickets(
  tx: Tx,
  deps: ConversationDeps,
  property: KnownProperty,
  { id, into, by }: { readonly id: string; readonly into: string; readonly by: AgentName },
): Promise<void> {
  await updateConversations(tx, deps, property, [id, into], (batch) => {
    const [source, target] = [find(batch, id), find(batch, into)];
    const plan = planJoin(source, target);
    if (!plan) return;
    const [from, to] = [requireTicket(source), requireTicket(target)];
    const actor = { agent: by };
    batch.apply(
      id,
      { kind: "change", values: plan.source, event: { kind: "joined_into", number: to } },
      actor,
    );
    batch.apply(
      into,
      { kind: "change", values: plan.target, event: { kind: "joined", number: from } },
      actor,
    );
  });
}

/**
 * Undoes a join. A ticket that is not joined stays as it is.
 *
 * @throws ApiError `not_found`
 */
export async function separateTicket(
  tx: Tx,
  deps: ConversationDeps,
  property: KnownProperty,
  { id, by }: { readonly id: string; readonly by: AgentName },
): Promise<void> {
  const known = await tx
    .selectFrom("conversations")
    .select("joined_into")
    .where("property_id", "=", property.id)
    .where("id", "=", id)
    .executeTakeFirst();
  if (!known) throw new ApiError("not_found");
  const ids = [id, ...(known.joined_into === null ? [] : [known.joined_into])];
  await updateConversations(tx, deps, property, ids, async (batch) => {
    const source = find(batch, id);
    const target = source.joined_into === null ? undefined : batch.find(source.joined_into);
    const since = readBeforeJoin(source)?.sequence ?? 0;
    const plan = planSeparation(
      source,
      target
        ? {
            row: target,
            hasNewMessages: await hasMessageAfter(tx, {
              property: property.id,
              conversation: target.id,
              sequence: since,
            }),
          }
        : null,
    );
    if (!plan) return;
    const actor = { agent: by };
    const from = { kind: "separated_from", number: target?.ticket ?? 0 } as const;
    batch.apply(id, { kind: "change", values: plan.source, event: from }, actor);
    const event = { kind: "separated", number: requireTicket(source) } as const;
    if (target) batch.apply(target.id, { kind: "change", values: plan.target, event }, actor);
  });
}

/** @throws ApiError `not_found` */
function find(batch: ConversationBatch, id: string): ConversationRow {
  const row = batch.find(id);
  if (!row) throw new ApiError("not_found");
  return row;
}
