import type { AgentName } from "../../../shared/conversation.ts";
import { MAX_SUBJECT } from "../../../shared/conversation.ts";
import type { FileInfo } from "../../../shared/file.ts";
import type { AuthorMark, ReceivedMailOutcome } from "../../../shared/received-mail.ts";
import type { ConversationBatch } from "../../conversations/core/conversation-batch.ts";
import type { Actor, TransitionContext } from "../../conversations/core/row-changes.ts";
import { allocateTicketNumbers } from "../../conversations/core/store.ts";
import { updateConversations } from "../../conversations/core/update-conversations.ts";
import { attachFiles } from "../../conversations/messages/attachments.ts";
import { addCustomerMessage } from "../../conversations/tickets/add-customer-message.ts";
import { deriveSubject, newConversationRow, tidySubject } from "../../conversations/tickets/new-ticket.ts";
import { isClosedTicket } from "../../conversations/tickets/ticket-status.ts";
import type { Deps } from "../../deps.ts";
import type { Tx } from "../../platform/database/open.ts";
import type { KnownProperty } from "../../properties/store.ts";
import { addressKey } from "../address/mail-address.ts";
import { isOwnAddress, type OwnIdentity } from "../inbound/own-identity.ts";
import type { IntakePlan } from "../inbound/plan-intake.ts";
import { applyReport } from "./apply-report.ts";
import type { EntryText } from "./entry-text.ts";
import { attachOriginal, originalInfo } from "./original-file.ts";
import type { ReadMail } from "./read-mail.ts";
import { upsertSender } from "./sender.ts";
import type { StoredFiles } from "./store-files.ts";
import type { ReceivedMailRow } from "./store-raw-mail.ts";

export type ApplyDeps = Pick<Deps, "now" | "random">;
type MessagePlan = Extract<IntakePlan, { kind: "message" }>;

/** A mail that is read, with its texts and its stored files. */
export interface PreparedMail {
  readonly row: ReceivedMailRow;
  readonly read: ReadMail;
  readonly text: EntryText;
  readonly stored: StoredFiles;
  readonly own: OwnIdentity;
}

/** The content of a mail's entry, and the conversation in which it was added. */
interface Entry {
  readonly id: string;
  readonly text: string;
  readonly files: readonly FileInfo[];
  /** The sender's clock, ms since 1970. */
  readonly sentAt: number;
}

const CUSTOMER: Actor = { agent: null };
const PROGRAM: Actor = { agent: null, system: true };
/** The text of a mail without text, subject and bytes. */
const NOTHING = "(Empty mail)";

/** Carries out the plan of a mail, in the transaction in which its row becomes done. One that is done stays as it is. */
export async function applyPlan(
  tx: Tx,
  deps: ApplyDeps,
  property: KnownProperty,
  mail: PreparedMail,
): Promise<void> {
  const { row, read } = mail;
  const { plan } = read;
  if (!(await isWaiting(tx, row))) return;
  switch (plan.kind) {
    case "ignore":
      return finish(tx, mail, { outcome: "ignored", reason: plan.reason });
    case "delivery_report":
      await applyReport(tx, deps, property, plan);
      return finish(tx, mail, {
        outcome: "delivery_report",
        conversation_id: plan.reported.conversation,
      });
    case "message": {
      const { conversation, visitor } = await addEntry(tx, deps, property, mail, plan);
      const isNew = plan.destination.kind === "new_ticket";
      return finish(tx, mail, {
        outcome: isNew ? "new_ticket" : "reply",
        reason: read.unreadable ?? "",
        conversation_id: conversation,
        visitor_id: visitor,
        role: plan.author,
      });
    }
  }
}

async function isWaiting(tx: Tx, { property_id, id }: ReceivedMailRow): Promise<boolean> {
  const row = await tx
    .selectFrom("received_mails")
    .select("state")
    .where("property_id", "=", property_id)
    .where("id", "=", id)
    .executeTakeFirst();
  return row?.state === "waiting";
}

interface Result {
  readonly outcome: ReceivedMailOutcome;
  readonly reason?: string;
  readonly conversation_id?: string;
  readonly visitor_id?: string;
  readonly role?: AuthorMark;
}

async function finish(tx: Tx, { row, read, text, stored }: PreparedMail, result: Result): Promise<void> {
  const { mail, recognized, digest, isVouched, copied } = read;
  const from = recognized.author?.address ?? mail.header.from;
  const isMessage = read.plan.kind === "message";
  await tx
    .updateTable("received_mails")
    .set({
      ...result,
      state: "done",
      next_try_at: null,
      message_id: mail.header.messageId,
      content_digest: digest,
      vouched: isVouched ? 1 : 0,
      from_name: from?.name ?? "",
      from_address: from?.address ?? "",
      copied: JSON.stringify(copied),
      subject: mail.header.subject,
      ...(isMessage && {
        text_above: text.above,
        text_below: text.below,
        is_cut: text.isCut || mail.attachmentsOmitted > 0 ? 1 : 0,
        omitted: JSON.stringify(stored.omitted),
      }),
    })
    .where("property_id", "=", row.property_id)
    .where("id", "=", row.id)
    .execute();
}

/** Adds the entry of a mail to a conversation, or opens a ticket with it. */
async function addEntry(
  tx: Tx,
  deps: ApplyDeps,
  property: KnownProperty,
  mail: PreparedMail,
  plan: MessagePlan,
): Promise<{ readonly conversation: string; readonly visitor: string }> {
  const { destination } = plan;
  const entry = toEntry(mail, deps.now());
  const known = destination.kind === "conversation" ? [destination.conversation] : [];
  const added = await updateConversations(tx, deps, property, known, (batch, transition) =>
    destination.kind === "conversation"
      ? reply(tx, batch, transition, { property, mail, plan, entry, named: destination.conversation })
      : openTicket(tx, deps, batch, transition, { property, mail, plan, entry }),
  );
  const original = entry.files.filter(({ id }) => id === mail.row.id);
  if (original.length > 0) await attachOriginal(tx, mail.row, added.conversation);
  const uploads = mail.stored.files.map(({ id }) => id);
  await attachFiles(tx, property.id, [{ conversation: added.conversation, files: uploads }]);
  return added;
}

/** The entry of a mail. One of which nothing can be shown has its original attached. */
function toEntry({ row, read, text, stored }: PreparedMail, now: number): Entry {
  const { date, subject } = read.mail.header;
  const isBare = read.unreadable !== null || (!text.text && stored.files.length === 0);
  const original = isBare && row.size > 0 ? [originalInfo(row)] : [];
  const shown = text.text || (stored.files.length === 0 ? tidySubject(subject) : "");
  const files = [...stored.files, ...original];
  const sentAt = date !== null && date < now ? date : now;
  return { id: row.id, text: shown || (files.length > 0 ? "" : NOTHING), files, sentAt };
}

interface EntryPlace {
  readonly property: KnownProperty;
  readonly mail: PreparedMail;
  readonly plan: MessagePlan;
  readonly entry: Entry;
}

async function reply(
  tx: Tx,
  batch: ConversationBatch,
  transition: TransitionContext,
  { property, mail, plan, entry, named }: EntryPlace & { readonly named: string },
) {
  if (!batch.find(named)) throw new Error(`Conversation ${named} was erased while its mail was read`);
  const current = batch.current(named);
  const { visitor_id: visitor } = current;
  if (plan.author === "agent" || plan.author === "mailbox") {
    // the team's own words, which may be about the customer: nobody but an agent decides what the customer sees
    batch.apply(current.id, { kind: "note", ...entry }, await teamActor(tx, property.id, mail.read));
    return { conversation: current.id, visitor };
  }
  if (!plan.reopens) {
    batch.apply(current.id, { kind: "automatic_message", ...entry }, CUSTOMER);
    return { conversation: current.id, visitor };
  }
  const number = isClosedTicket(current) ? await allocateTicketNumbers(tx, property.id, 1) : 0;
  const message = { ...entry, channel: "mail" } as const;
  const added = addCustomerMessage(batch, named, message, { transition, nextTicketNumber: () => number });
  const subject = plan.destination.kind === "conversation" ? plan.destination.newSubject : null;
  const isParticipant = plan.author === "contact" || plan.author === "copied";
  if (subject && isParticipant && batch.find(added.conversation)?.ticket != null)
    batch.apply(added.conversation, { kind: "set_subject", subject: toSubject(subject) }, CUSTOMER);
  return { conversation: added.conversation, visitor };
}

async function openTicket(
  tx: Tx,
  deps: ApplyDeps,
  batch: ConversationBatch,
  transition: TransitionContext,
  { property, mail, plan, entry }: EntryPlace,
) {
  const { header } = mail.read.mail;
  const author = mail.read.recognized.author?.address ?? null;
  const isTeams = plan.author === "mailbox";
  // the team wrote to somebody: the ticket is about them
  const recipient = isTeams
    ? [...header.replyTo, ...header.to, ...header.cc].find(({ address }) => !isOwnAddress(address, mail.own))
    : undefined;
  const sender = { visitor: mail.read.sender, address: author, isVouched: mail.read.isVouched };
  const { contact, claimed } = await upsertSender(
    tx,
    deps,
    property,
    recipient ? { ...sender, address: recipient, isVouched: false } : sender,
  );
  const row = newConversationRow(
    { property: property.id, visitor: sender.visitor, contact, claimed, form: "mail" },
    transition,
  );
  const ticket = await allocateTicketNumbers(tx, property.id, 1);
  const subject = toSubject(header.subject) || deriveSubject(entry.text);
  const opened = { ...row, ticket, subject, opener: entry.id, hidden: isTeams ? 1 : 0 };
  batch.open({ conversation: opened, message: null, submission: null });
  if (isTeams) batch.apply(row.id, { kind: "note", ...entry }, PROGRAM);
  else batch.apply(row.id, { kind: "message", ...entry, channel: "mail" }, CUSTOMER);
  const related = plan.destination.kind === "new_ticket" ? plan.destination.related : null;
  const number = related === null ? null : await ticketNumberOf(tx, property.id, related);
  if (number !== null) {
    const text = `This mail answers a mail of ticket #${number}, in which its sender does not take part.`;
    batch.apply(
      row.id,
      { kind: "note", id: transition.newId(), text, files: [], sentAt: transition.now },
      PROGRAM,
    );
  }
  return { conversation: row.id, visitor: sender.visitor };
}

const toSubject = (subject: string): string => [...tidySubject(subject)].slice(0, MAX_SUBJECT).join("");

async function ticketNumberOf(tx: Tx, property: string, id: string): Promise<number | null> {
  const row = await tx
    .selectFrom("conversations")
    .select("ticket")
    .where("property_id", "=", property)
    .where("id", "=", id)
    .executeTakeFirst();
  return row?.ticket ?? null;
}

/** The agent who wrote a mail, if the owner's server vouches for it; otherwise anybody may have written it. */
async function teamActor(tx: Tx, property: string, { recognized, isVouched }: ReadMail): Promise<Actor> {
  const address = recognized.author?.address.address;
  if (address === undefined || !isVouched) return PROGRAM;
  const rows = await tx
    .selectFrom("memberships")
    .innerJoin("agents", "agents.id", "memberships.agent_id")
    .select(["agents.id", "agents.name", "agents.email"])
    .where("memberships.property_id", "=", property)
    .execute();
  const agent = rows.find(({ email }) => addressKey(email) === addressKey(address));
  if (!agent) return PROGRAM;
  const name: AgentName = { id: agent.id, name: agent.name };
  return { agent: name };
}
