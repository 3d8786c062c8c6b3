import * as z from "zod/mini";
import { AnsweredField } from "../../shared/conversation.ts";
import { emailKey } from "../../shared/rules/email.ts";
import { publishContactsChanged } from "../contacts/identity/publish-contacts-changed.ts";
import { wholeName } from "../contacts/identity/whole-name.ts";
import { detachDevice } from "../contacts/merging/apply-detach.ts";
import type { DetailValue } from "../contacts/merging/detail-value.ts";
import type { ConversationDeps } from "../conversations/core/update-conversations.ts";
import type { Tx } from "../platform/database/open.ts";
import { newId } from "../platform/ids.ts";
import type { KnownProperty } from "../properties/store.ts";
import { reassignConversations } from "./reassign-conversations.ts";

/**
 * Makes a device its own record again, with its conversations, which are claimed no more (R12). A device that is
 * attached to no contact stays as it is.
 *
 * @throws ApiError `not_found`, `contact_merged`
 */
export async function detachPerson(
  tx: Tx,
  deps: ConversationDeps,
  property: KnownProperty,
  device: string,
): Promise<void> {
  const submitted = await readSubmittedValues(tx, property.id, device, () => newId(deps));
  const contact = await detachDevice(tx, { property: property.id, device, now: deps.now() }, submitted);
  if (contact === null) return;
  // an agent knows better than a proof: with it the device would still read that contact's conversations
  for (const table of ["proven_emails", "proven_user_ids"] as const)
    await tx
      .deleteFrom(table)
      .where("property_id", "=", property.id)
      .where("visitor_id", "=", device)
      .execute();
  await reassignConversations(tx, deps, property, { visitor: device, to: device, claimed: false });
  publishContactsChanged(tx, property.id, [device, contact]);
}

const Answers = z.array(AnsweredField);

/** Reads the names, e-mails and phones that a device's forms gave, oldest first. */
async function readSubmittedValues(
  tx: Tx,
  property: string,
  device: string,
  newId: () => string,
): Promise<DetailValue[]> {
  const rows = await tx
    .selectFrom("conversations")
    .innerJoin("submissions", (join) =>
      join
        .onRef("submissions.property_id", "=", "conversations.property_id")
        .onRef("submissions.conversation_id", "=", "conversations.id"),
    )
    .select(["submissions.answers", "submissions.received_at"])
    .where("conversations.property_id", "=", property)
    .where("conversations.visitor_id", "=", device)
    .orderBy("submissions.received_at")
    .orderBy("submissions.id")
    .execute();
  return rows.flatMap(({ answers, received_at }) =>
    toGivenValues(z.parse(Answers, JSON.parse(answers))).map(
      ({ field, value }): DetailValue => ({
        id: newId(),
        field,
        value,
        compare_key: field === "email" ? (emailKey(value) ?? value) : value,
        status: "alternative",
        preferred: 0,
        device_id: device,
        source: "form",
        proven: 0,
        at: received_at,
        previous: null,
      }),
    ),
  );
}

/** The name, e-mails and phones of one submission. */
function toGivenValues(answers: readonly AnsweredField[]): { field: string; value: string }[] {
  const valuesOf = (field: AnsweredField["type"]) =>
    answers.flatMap(({ type, answer }) => (type === field && typeof answer === "string" ? [answer] : []));
  const name = wholeName(valuesOf("name"));
  return [
    ...(name === undefined ? [] : [{ field: "name", value: name }]),
    ...(["email", "phone"] as const).flatMap((field) => valuesOf(field).map((value) => ({ field, value }))),
  ];
}
