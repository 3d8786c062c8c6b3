import type { MailFailure, MailInfo } from "../../../shared/mail.ts";
import { outcomeOf } from "../../../shared/mail-failure.ts";
import type { Tx } from "../../platform/database/open.ts";
import type { Accepted } from "../transport/smtp-session.ts";
import { MAIL_KINDS } from "./mail-draft.ts";
import { type MailRow, toMailInfo } from "./mail-rows.ts";
import { planAttempt } from "./plan-attempt.ts";

type MailChange = Partial<Omit<MailRow, "property_id" | "id">>;

/** Writes a change of a mail that was read in the same transaction, and publishes it. */
export async function changeMail(tx: Tx, row: MailRow, change: MailChange): Promise<MailInfo> {
  const mail = toMailInfo({ ...row, ...change });
  await tx
    .updateTable("mails")
    .set(change)
    .where("property_id", "=", row.property_id)
    .where("id", "=", row.id)
    .execute();
  tx.publish({ kind: "mail", property: row.property_id, mail });
  return mail;
}

/** The columns of a mail that nobody sends at the moment. */
const IDLE = { runner: null, lease_until: 0 } as const;

/** The text of a mail that is over, if it holds a secret: nobody needs it any more. */
const withoutSecret = ({ kind }: MailRow): MailChange =>
  MAIL_KINDS[kind].isSecret ? { text: "", html: "" } : {};

/** The change of a mail that the server has accepted. */
export function toSent(row: MailRow, { answer, relayMessageId, refused }: Accepted, now: number): MailChange {
  return {
    ...IDLE,
    ...withoutSecret(row),
    state: "sent",
    next_attempt_at: null,
    failure: null,
    failure_answer: "",
    refused: JSON.stringify(refused),
    answer: answer.slice(0, 500),
    relay_message_id: relayMessageId,
    sent_at: now,
    changed_at: now,
  };
}

/**
 * The change of a mail that was not sent, or not certainly: it is queued again, or it stays where people see it (R31).
 *
 * @param random from 0 (inclusive) to 1 (exclusive)
 */
export function toUnsent(
  row: MailRow,
  { code, answer }: MailFailure,
  random: number,
  now: number,
): MailChange {
  const outcome = outcomeOf(code);
  const uncertainAttempts = row.uncertain_attempts + (outcome === "uncertain" ? 1 : 0);
  const history = { attempts: row.attempts, uncertainAttempts, queuedAt: row.queued_at };
  const plan = planAttempt(code === "mail_interrupted" ? "interrupted" : outcome, history, random, now);
  return {
    ...IDLE,
    ...(plan.kind === "retry"
      ? { state: "queued", next_attempt_at: plan.at }
      : { ...withoutSecret(row), state: plan.state, next_attempt_at: null }),
    uncertain_attempts: uncertainAttempts,
    failure: code,
    failure_answer: answer,
    changed_at: now,
  };
}
