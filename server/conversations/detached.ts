import * as z from "zod/mini";
import { AnsweredField } from "../../shared/conversation.ts";
import { emailKey } from "../../shared/rules/email.ts";
import type { Value } from "../contacts/detach.ts";
import type { ItsConversations } from "../contacts/detach-device.ts";
import type { Tx } from "../platform/database/open.ts";

/** A detached device's conversations are its own again, and no longer claimed (R12). */
export function conversationsOf(property: string, device: string, newId: () => string): ItsConversations {
  return {
    said: (tx) => saidInForms(tx, property, device, newId),
    async giveBack(tx) {
      await tx
        .updateTable("conversations")
        .set({ contact_id: device, claimed: 0 })
        .where("property_id", "=", property)
        .where("visitor_id", "=", device)
        .execute();
    },
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
          device_id: device,
          source: "form",
          at: received_at,
          previous: null,
        },
      ];
    }),
  );
}
