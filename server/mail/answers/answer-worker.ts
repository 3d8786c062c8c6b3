import type { Deps } from "../../deps.ts";
import type { Tx } from "../../platform/database/open.ts";
import type { Schema } from "../../platform/database/schema.ts";
import { type BackgroundOptions, startBackgroundLoop } from "../../platform/jobs/background-loop.ts";
import { coalesceRuns } from "../../platform/jobs/table-queue.ts";
import type { ServerSecret } from "../../platform/secrets.ts";
import type { PropertyStore } from "../../properties/store.ts";
import { type QueueDeps, queueMail } from "../outbound/queue-mail.ts";
import { readMailAccount } from "../settings/mail-account.ts";
import { composeAnswer } from "./compose-answer.ts";
import { planAnswer } from "./plan-answer.ts";
import {
  hasStoppedMail,
  readAnswered,
  readAnswerMessages,
  readMailCustomer,
  readThread,
} from "./read-answer.ts";

export interface AnswerWorkerDeps extends QueueDeps, Pick<Deps, "config" | "database" | "log"> {
  readonly properties: PropertyStore;
  /** Newest first. */
  readonly replySecrets: readonly ServerSecret[];
  readonly linkSecrets: readonly ServerSecret[];
  /** Whether a visitor has a page with the widget open. */
  readonly isConnected: (property: string, visitor: string) => boolean;
}

/** Turns agents' messages that customers have not read into mails. */
export interface AnswerWorker {
  /** Considers what is due, and resolves when nothing is. */
  catchUp(): Promise<void>;
  /** Starts in the background. @returns stops it */
  start(): () => void;
}

type QueuedAnswer = Schema["answers_to_mail"];

/** How many conversations are read at once. */
const BATCH = 50;
/** The pause after a failure, ms. */
const FAILURE_PAUSE = 60_000;
const PACE: Omit<BackgroundOptions, "onError"> = { pause: 1_000, rest: 1, patience: 5_000 };

/**
 * Makes the worker of the queue that agents' messages go into. A conversation leaves the queue in the transaction that
 * queues its mail, so a crash loses no answer and mails none twice (R31).
 */
export function createAnswerWorker(deps: AnswerWorkerDeps): AnswerWorker {
  const { database, log, now } = deps;
  /** @returns whether anything was due */
  const processBatch = async (): Promise<boolean> => {
    const due = await database.read
      .selectFrom("answers_to_mail")
      .selectAll()
      .where("due_at", "<=", now())
      .orderBy("due_at")
      .limit(BATCH)
      .execute();
    for (const queued of due)
      await database
        .write((tx) => considerAnswer(tx, deps, queued))
        .catch((err: unknown) => postpone(queued, err));
    return due.length > 0;
  };
  /** Considers a conversation again later, so that one that cannot be read does not stop the others. */
  const postpone = async (queued: QueuedAnswer, err: unknown) => {
    log.error({ err, conversation: queued.conversation_id }, "could not mail an answer; it is tried again");
    await database.write((tx) =>
      tx
        .updateTable("answers_to_mail")
        .set({ due_at: now() + FAILURE_PAUSE })
        .where("property_id", "=", queued.property_id)
        .where("conversation_id", "=", queued.conversation_id)
        .execute(),
    );
  };
  return {
    catchUp: coalesceRuns(async () => {
      while (await processBatch());
    }),
    start: () =>
      startBackgroundLoop(processBatch, {
        ...PACE,
        onError: (err) =>
          log.error({ err }, "could not read the answers that are to be mailed; it tries again"),
      }),
  };
}

/** Decides about the answers of one conversation, and queues their mail. */
async function considerAnswer(tx: Tx, deps: AnswerWorkerDeps, queued: QueuedAnswer): Promise<void> {
  const { property_id, conversation_id, first_sequence } = queued;
  // another process may have taken it
  const { numDeletedRows } = await tx
    .deleteFrom("answers_to_mail")
    .where("property_id", "=", property_id)
    .where("conversation_id", "=", conversation_id)
    .where("first_sequence", "=", first_sequence)
    .executeTakeFirst();
  if (!numDeletedRows) return;
  const conversation = await tx
    .selectFrom("conversations")
    .selectAll()
    .where("property_id", "=", property_id)
    .where("id", "=", conversation_id)
    .executeTakeFirst();
  const property = await deps.properties.find(property_id);
  const account = await readMailAccount(tx, deps.mailDefaults, property_id);
  // without an account nobody expects mails; those who set it up later would be surprised by old ones
  if (!conversation || !property || !account) return;
  if (await hasStoppedMail(tx, conversation)) return;
  const messages = await readAnswerMessages(tx, conversation, first_sequence);
  const plan = planAnswer({
    messages,
    visitorRead: conversation.visitor_read,
    isTicket: conversation.ticket !== null,
    isConnected: deps.isConnected(property_id, conversation.visitor_id),
    now: deps.now(),
  });
  if (plan.kind === "none") return;
  if (plan.kind === "wait") {
    await tx
      .insertInto("answers_to_mail")
      .values({ ...queued, due_at: plan.until })
      .execute();
    return;
  }
  const mailed = messages.filter(({ sequence }) => plan.messages.includes(sequence));
  const draft = composeAnswer({
    property,
    conversation,
    customer: await readMailCustomer(tx, conversation),
    messages: mailed,
    answered: await readAnswered(tx, conversation, mailed[0]?.sequence ?? 0),
    thread: await readThread(tx, conversation),
    replies: account.settings.replies,
    publicUrl: deps.config.publicUrl,
    replySecrets: deps.replySecrets,
    linkSecrets: deps.linkSecrets,
    now: deps.now(),
  });
  if (draft) await queueMail(tx, deps, draft);
}
