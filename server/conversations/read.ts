import * as z from "zod/mini";
import {
  AnsweredField,
  type Conversation,
  type Message,
  type Submission,
} from "../../shared/conversation.ts";
import type { FormKind } from "../../shared/form.ts";
import { deviceOf } from "../contacts/device.ts";
import { findVisitor } from "../contacts/read.ts";
import type { Db } from "../platform/database/open.ts";
import { Failure } from "../platform/failure.ts";
import { summaries, toSummary } from "./list.ts";

/**
 * One conversation whole: its messages in order, the forms that were filled in, and the device that began it.
 *
 * @throws Failure `not_found`
 */
export async function readConversation(db: Db, property: string, id: string): Promise<Conversation> {
  const row = await findSummary(db, property, id);
  const device = await findVisitor(db, property, row.visitor_id);
  return {
    ...toSummary(row),
    messages: await readMessages(db, property, id),
    submissions: await readSubmissions(db, property, id),
    device: device ? deviceOf(device) : null,
  };
}

/** @throws Failure `not_found` */
export async function findSummary(db: Db, property: string, id: string) {
  const row = await summaries(db)
    .where("conversations.property_id", "=", property)
    .where("conversations.id", "=", id)
    .executeTakeFirst();
  if (!row) throw new Failure("not_found");
  return row;
}

async function readMessages(db: Db, property: string, conversation: string): Promise<Message[]> {
  const rows = await db
    .selectFrom("messages")
    .selectAll()
    .where("property_id", "=", property)
    .where("conversation_id", "=", conversation)
    .orderBy("place")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    place: row.place,
    author: row.author === "agent" ? "agent" : "visitor",
    text: row.text,
    sentAt: row.sent_at,
    receivedAt: row.received_at,
  }));
}

async function readSubmissions(db: Db, property: string, conversation: string): Promise<Submission[]> {
  const rows = await db
    .selectFrom("submissions")
    .selectAll()
    .where("property_id", "=", property)
    .where("conversation_id", "=", conversation)
    .orderBy("received_at")
    .orderBy("id")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    form: row.form as FormKind,
    answers: z.parse(z.array(AnsweredField), JSON.parse(row.answers)),
    page: row.page,
    locale: row.locale,
    sentAt: row.sent_at,
    receivedAt: row.received_at,
  }));
}
