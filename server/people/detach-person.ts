import * as z from "zod/mini";
import { AnsweredField } from "../../shared/conversation.ts";
import { emailKey } from "../../shared/rules/email.ts";
import type { ItsConversations } from "../contacts/merging/apply-detach.ts";
import type { Value } from "../contacts/merging/plan-detach.ts";
import type { ConversationDeps } from "../conversations/core/update-conversations.ts";
import type { Tx } from "../platform/database/open.ts";
import { newId } from "../platform/ids.ts";
import type { KnownProperty } from "../properties/store.ts";
import { reassignConversations } from "./reassign-conversations.ts";

/** A detached device's conversations are its own again, and no longer claimed (R12). */
export function conversationsOf(
  deps: ConversationDeps,
  property: KnownProperty,
  device: string,
): ItsConversations {
  return {
    said: (tx) => saidInForms(tx, property.id, device, () => newId(deps)),
    giveBack: (tx) =>
      reassignConversations(tx, deps, property, { visitor: device, to: device, claimed: false }),
  };
}

const Answers = z.array(AnsweredField);

/** The names, e-mails and phones that a device's forms gave, oldest first. */
async function saidInForms(
  tx: Tx,
  property: string,
  device: string,
  newId: () => string,
): Promise<readonly Value[]> {
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
    z.parse(Answers, JSON.parse(answers)).flatMap(({ type, answer }): Value[] => {
      if (typeof answer !== "string" || (type !== "name" && type !== "email" && type !== "phone")) return [];
      return [
        {
          id: newId(),
          field: type,
          value: answer,
          compare_key: type === "email" ? (emailKey(answer) ?? answer) : answer,
          status: "alternative",
          preferred: 0,
          device_id: device,
          source: "form",
          at: received_at,
          previous: null,
        },
      ];
    }),
  );
}
