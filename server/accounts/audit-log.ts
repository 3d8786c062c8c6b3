import * as z from "zod/mini";
import {
  AUDIT_GROUPS,
  type AuditAction,
  AuditDetails,
  type AuditEntry,
  type AuditPage,
  type AuditQuery,
} from "../../shared/audit.ts";
import type { Deps } from "../deps.ts";
import { isOneOf } from "../platform/database/chunks.ts";
import type { Db, Tx } from "../platform/database/open.ts";
import type { Schema } from "../platform/database/schema.ts";
import { newId } from "../platform/ids.ts";
import { cutPage, followsCursor, readCursor } from "../platform/paging.ts";

/** How long a row of the audit log is kept, ms. */
const AUDIT_RETENTION = 365 * 24 * 3_600_000;
const PAGE = 50;

/** Somebody who acts, and the place from where. The agent of a request is one. */
export interface Actor {
  /** Null: the command line or the server itself, of which `name` says which. */
  readonly id: string | null;
  readonly name: string;
  /** The network address; empty: none. */
  readonly address: string;
  /** `Firefox 128 on Linux`; empty: unknown. */
  readonly browser: string;
}

export const COMMAND_LINE: Actor = { id: null, name: "The command line", address: "", browser: "" };
/** The server itself, in the background. */
export const HOUSEKEEPING: Actor = { id: null, name: "Foyer", address: "", browser: "" };

/** An act that the log records. */
interface Audited {
  readonly property: string;
  readonly action: AuditAction;
  /** The name or e-mail of the agent whom it concerns. */
  readonly subject?: string;
  /** The ID of the visitor or contact whom it concerns. Not for an erasure: nothing may be left of them (R26). */
  readonly person?: string;
  readonly details?: AuditDetails;
}

type AuditDeps = Pick<Deps, "now" | "random">;

/** Records what was done, in the transaction that does it (R38). */
export async function recordAudit(tx: Tx, deps: AuditDeps, actor: Actor, done: Audited): Promise<void> {
  const { property, action, subject = null, person = null, details = {} } = done;
  await tx
    .insertInto("audit_log")
    .values({
      id: newId(deps),
      property_id: property,
      at: deps.now(),
      action,
      actor_id: actor.id,
      actor_name: actor.name,
      subject_name: subject,
      person_id: person,
      details: JSON.stringify(details),
      address: actor.address,
      browser: actor.browser,
    })
    .execute();
}

/** Records what happened to an account in the log of each property that its agent works for (R38). */
export async function recordAccountAudit(
  tx: Tx,
  deps: AuditDeps,
  actor: Actor,
  { agent, ...done }: Omit<Audited, "property"> & { readonly agent: string },
): Promise<void> {
  const rows = await tx
    .selectFrom("memberships")
    .innerJoin("agents", "agents.id", "memberships.agent_id")
    .select(["property_id as property", "agents.name as subject"])
    .where("agent_id", "=", agent)
    .execute();
  for (const row of rows) await recordAudit(tx, deps, actor, { ...row, ...done });
}

/** A page of a property's audit log, newest first. @throws ApiError `invalid_request` for a foreign cursor */
export async function listAudit(
  db: Db,
  property: string,
  { group, agent, cursor }: z.infer<typeof AuditQuery>,
): Promise<AuditPage> {
  let query = db.selectFrom("audit_log").selectAll().where("property_id", "=", property);
  if (group) query = query.where("action", "in", AUDIT_GROUPS[group]);
  if (agent !== undefined) query = query.where("actor_id", "=", agent);
  const rows = await query
    .where(followsCursor(readCursor(cursor), ["at", "id"], "desc"))
    .orderBy("at", "desc")
    .orderBy("id", "desc")
    .limit(PAGE + 1)
    .execute();
  const { page, next } = cutPage(rows, PAGE, ({ at, id }) => ({ at, id }));
  return { items: page.map(toEntry), next };
}

function toEntry(row: Schema["audit_log"]): AuditEntry {
  return {
    id: row.id,
    at: row.at,
    action: row.action,
    actor: { id: row.actor_id, name: row.actor_name },
    subject: row.subject_name,
    person: row.person_id,
    details: z.parse(AuditDetails, JSON.parse(row.details)),
    address: row.address,
    browser: row.browser,
  };
}

/**
 * Removes the IDs of a person who is erased (R26). That something was done with one person stays.
 *
 * @returns removes what is not in the database: nothing
 */
export async function eraseFromAudit(tx: Tx, property: string, ids: readonly string[]): Promise<() => void> {
  await tx
    .updateTable("audit_log")
    .set({ person_id: null })
    .where("property_id", "=", property)
    .where((eb) =>
      eb.or([
        isOneOf(tx, "person_id", ids),
        eb(
          "person_id",
          "in",
          tx
            .selectFrom("aliases")
            .select("id")
            .where("property_id", "=", property)
            .where(isOneOf(tx, "contact_id", ids)),
        ),
      ]),
    )
    .execute();
  return () => undefined;
}

/** Removes rows that are older than a year. */
export async function removeOldAudit(tx: Tx, now: number): Promise<void> {
  await tx
    .deleteFrom("audit_log")
    .where("at", "<", now - AUDIT_RETENTION)
    .execute();
}
