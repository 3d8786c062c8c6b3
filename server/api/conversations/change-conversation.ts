import type { ApiConversationUpdate } from "../../../shared/api/conversation.ts";
import type { ConversationSummary } from "../../../shared/conversation.ts";
import { createTag } from "../../contacts/crm/tags.ts";
import { normalizeName } from "../../contacts/identity/field-rules.ts";
import type { ConversationDeps } from "../../conversations/core/update-conversations.ts";
import { readSummary } from "../../conversations/inbox/summaries.ts";
import { updateConversation } from "../../conversations/inbox/update-conversation.ts";
import type { Db, Tx } from "../../platform/database/open.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { newId } from "../../platform/ids.ts";
import type { KnownProperty } from "../../properties/store.ts";
import { actingMember } from "../http/acting-member.ts";
import type { Change } from "../http/operation.ts";
import type { RequestKey } from "../keys/key-store.ts";
import { etagOf } from "./read-api-conversation.ts";

/** Finds a tag by its name, whatever its case. @returns null: there is none */
export async function findTagByName(db: Db, property: string, name: string): Promise<string | null> {
  const row = await db
    .selectFrom("tags")
    .select("id")
    .where("property_id", "=", property)
    .where("key", "=", normalizeName(name))
    .executeTakeFirst();
  return row?.id ?? null;
}

/** The IDs of tags by their names. Those that do not exist are created. */
async function idsOfTags(
  tx: Tx,
  deps: ConversationDeps,
  property: string,
  names: readonly string[],
): Promise<string[]> {
  const ids: string[] = [];
  for (const name of names) {
    const known = await findTagByName(tx, property, name);
    const id = known ?? newId(deps);
    if (known === null) await createTag(tx, property, { id, name, now: deps.now() });
    ids.push(id);
  }
  return ids;
}

/** The answer to a change of a conversation. */
export async function summaryChange(
  tx: Tx,
  property: string,
  id: string,
): Promise<Change<ConversationSummary>> {
  const summary = await readSummary(tx, property, id);
  return { body: summary, about: { contact: summary.person.id }, headers: { ETag: etagOf(summary) } };
}

interface WantedChange {
  readonly id: string;
  readonly key: RequestKey;
  readonly body: ApiConversationUpdate;
  /** The `If-Match` of the request; undefined: any state may be changed. */
  readonly ifMatch: string | undefined;
}

/**
 * Changes a conversation for a program.
 *
 * @throws ApiError `changed_meanwhile` if it is not in the state of `If-Match` any more, and those of `updateConversation`
 */
export async function changeConversation(
  tx: Tx,
  deps: ConversationDeps,
  property: KnownProperty,
  { id, key, body: { agent, tags, ...rest }, ifMatch }: WantedChange,
): Promise<Change<ConversationSummary>> {
  const before = await readSummary(tx, property.id, id);
  if (ifMatch !== undefined && ifMatch !== "*" && ifMatch !== etagOf(before))
    throw new ApiError("changed_meanwhile");
  const by = await actingMember(tx, key, agent);
  const update = { ...rest, ...(tags && { tags: await idsOfTags(tx, deps, property.id, tags) }) };
  await updateConversation(tx, deps, property, { id, by, update });
  return summaryChange(tx, property.id, id);
}
