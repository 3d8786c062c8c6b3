import { findBlocked, isEmailBlocked } from "../../contacts/crm/blocks.ts";
import type { Deps } from "../../deps.ts";
import type { ServerSecret } from "../../platform/secrets.ts";
import { addressKey } from "../address/mail-address.ts";
import { contentDigest } from "../inbound/content-digest.ts";
import type { InboundMail, ParsedMail, UnreadableReason } from "../inbound/inbound-mail.ts";
import { matchReport, reportedIdsOf } from "../inbound/match-report.ts";
import { matchThread, threadKeysOf } from "../inbound/match-thread.ts";
import { isOwnAddress } from "../inbound/own-identity.ts";
import { MAX_UNREADABLE_HEADER, parseMail, toUnreadable } from "../inbound/parse-mail.ts";
import { type IntakePlan, planIntake } from "../inbound/plan-intake.ts";
import { type RecognizedMail, recognize } from "../inbound/recognize.ts";
import { isVouchedFor } from "../inbound/vouched-sender.ts";
import { findMessageIds, findThread } from "./find-thread.ts";
import type { ReceivingIdentity } from "./receiving-identity.ts";
import { findSender } from "./sender.ts";
import type { ReceivedMailRow } from "./store-raw-mail.ts";

/** A longer mail is not parsed: it becomes a message with its original attached. */
export const MAX_MAIL_BYTES = 40 * 1_048_576;
/** More attachments than this are in the original only. */
const MAX_ATTACHMENTS = 100;
/** A mail whose processing failed so often is processed once more without its content. */
const TRIES_AS_A_WHOLE = 3;

/** A mail with what is to be done with it. */
export interface ReadMail {
  readonly mail: InboundMail;
  /** Null: it could be read. */
  readonly unreadable: UnreadableReason | null;
  readonly recognized: RecognizedMail;
  readonly plan: IntakePlan | { readonly kind: "ignore"; readonly reason: "blocked" };
  readonly digest: string;
  readonly isVouched: boolean;
  /** Address keys of the other recipients. */
  readonly copied: readonly string[];
  /** The visitor that stands for the author: see `findSender`. */
  readonly sender: string;
}

export interface ReadDeps extends Pick<Deps, "database" | "files" | "now" | "random"> {
  readonly replySecrets: readonly ServerSecret[];
}

export interface Receiving extends ReceivingIdentity {
  /** The server whose results count (RFC 8601); null: none does. */
  readonly authservId: string | null;
}

/**
 * Reads a stored mail, recognises what it is, finds out where it belongs, and plans what is done with it. Writes nothing.
 *
 * @throws Error if the raw mail is not in the file store; ApiError `storage_unavailable`
 */
export async function readMail(
  deps: ReadDeps,
  row: ReceivedMailRow,
  { own, addressing, authservId }: Receiving,
): Promise<ReadMail> {
  const property = row.property_id;
  const db = deps.database.read;
  const parsed = await parseStored(deps, row);
  const mail = parsed.kind === "mail" ? parsed.mail : withoutContent(parsed);
  const digest = parsed.kind === "mail" ? contentDigest(mail) : row.raw_digest;
  const recognized = recognize(mail, own);
  const { author } = recognized;
  const keys = threadKeysOf(mail.header, { addressing, property, secrets: deps.replySecrets });
  const match = matchThread(mail.header, author, digest, keys, await findThread(db, property, keys));
  const planned = planIntake(mail, recognized, match, await findReported(), own);
  const sender = await findSender(db, deps, property, author?.address.address ?? null);
  const isBlocked = planned.kind === "message" && (await isSenderBlocked());
  return {
    mail,
    unreadable: parsed.kind === "unreadable" ? parsed.reason : null,
    recognized,
    plan: isBlocked ? { kind: "ignore", reason: "blocked" } : planned,
    digest,
    isVouched: isVouchedFor(mail.header, author, authservId),
    copied: copiedOf(mail, own),
    sender,
  };

  /** By the visitor that stands for the address, or because a blocked contact has the address. */
  async function isSenderBlocked(): Promise<boolean> {
    if ((await findBlocked(db, property, [sender])).has(sender)) return true;
    return author !== null && isEmailBlocked(db, property, author.address.address);
  }

  async function findReported() {
    if (recognized.kind !== "bounce") return null;
    const ids = reportedIdsOf(mail.header, recognized.report);
    return matchReport(ids, await findMessageIds(db, property, { answered: ids, messageId: null }));
  }
}

/** The mail of a row, parsed. What cannot be read has its header only. */
export async function readOriginal(deps: Pick<Deps, "files">, row: ReceivedMailRow): Promise<InboundMail> {
  const parsed = await parseStored(deps, row);
  return parsed.kind === "mail" ? parsed.mail : withoutContent(parsed);
}

async function parseStored({ files }: Pick<Deps, "files">, row: ReceivedMailRow): Promise<ParsedMail> {
  if (row.size === 0) return toUnreadable(new Uint8Array(), 0, "empty");
  const key = `${row.property_id}/${row.id}`;
  const isWhole = row.size <= MAX_MAIL_BYTES && row.tries < TRIES_AS_A_WHOLE;
  const last = Math.min(row.size, MAX_UNREADABLE_HEADER) - 1;
  const stream = await files.get(key, isWhole ? undefined : { first: 0, last });
  if (!stream) throw new Error(`The raw mail ${key} is not in the file store`);
  const raw = new Uint8Array(await new Response(stream).arrayBuffer());
  if (!isWhole) return toUnreadable(raw, row.size, row.size > MAX_MAIL_BYTES ? "too_large" : "malformed");
  return parseMail(raw, { maxBytes: MAX_MAIL_BYTES, maxAttachments: MAX_ATTACHMENTS });
}

const withoutContent = ({ header, size }: Extract<ParsedMail, { kind: "unreadable" }>): InboundMail => ({
  header,
  size,
  text: null,
  html: null,
  attachments: [],
  attachmentsOmitted: 0,
  protection: "none",
  report: null,
  calendar: null,
});

function copiedOf({ header }: InboundMail, own: Receiving["own"]): readonly string[] {
  const others = [...header.to, ...header.cc].filter(({ address }) => !isOwnAddress(address, own));
  return [...new Set(others.map(({ address }) => addressKey(address)))].slice(0, 100);
}
