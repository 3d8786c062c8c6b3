import * as z from "zod/mini";
import {
  ALERT_KINDS,
  type AlertChannel,
  AlertSettings,
  AlertTarget,
  MAX_ALERT_CHANNELS,
} from "../../shared/alert.ts";
import { ALERT_FAILURES } from "../../shared/alert-failure.ts";
import type { Db, Tx } from "../platform/database/open.ts";
import type { Schema } from "../platform/database/schema.ts";
import { ApiError } from "../platform/http/api-error.ts";
import { hintOf } from "./to-request.ts";

export type ChannelRow = Schema["alert_channels"];

/** The stored target of a channel, with its secret. */
export const targetOf = ({ target }: Pick<ChannelRow, "target">): AlertTarget =>
  z.parse(AlertTarget, JSON.parse(target));

export const settingsOf = ({ settings }: Pick<ChannelRow, "settings">): AlertSettings =>
  z.parse(AlertSettings, JSON.parse(settings));

/** A channel as admins see it: without its secret. */
export function toAlertChannel(row: ChannelRow): AlertChannel {
  const target = targetOf(row);
  const { id, name, pause_reason, paused_at, last_sent_at, failure, failed_at, created_at } = row;
  return {
    id,
    name,
    service: target.kind,
    hint: hintOf(target),
    settings: settingsOf(row),
    paused: pause_reason && { reason: pause_reason, at: paused_at ?? 0 },
    lastSentAt: last_sent_at,
    lastFailure: failure && { code: failure, message: ALERT_FAILURES[failure], at: failed_at ?? 0 },
    createdAt: created_at,
  };
}

/** The channels of a property, in the order in which they were added. */
export async function listChannels(db: Db, property: string): Promise<AlertChannel[]> {
  const rows = await db
    .selectFrom("alert_channels")
    .selectAll()
    .where("property_id", "=", property)
    .orderBy("created_at")
    .orderBy("id")
    .execute();
  return rows.map(toAlertChannel);
}

/** @throws ApiError `not_found`, also for a channel of another property */
export async function getChannel(db: Db, property: string, id: string): Promise<ChannelRow> {
  const row = await db
    .selectFrom("alert_channels")
    .selectAll()
    .where("property_id", "=", property)
    .where("id", "=", id)
    .executeTakeFirst();
  if (!row) throw new ApiError("not_found");
  return row;
}

interface NewChannel {
  readonly property: string;
  readonly id: string;
  readonly name: string;
  readonly target: AlertTarget;
  readonly settings: AlertSettings;
  /** Ms since 1970. */
  readonly now: number;
}

/** Adds a channel. It is alerted of what happens from now on. @throws ApiError `alert_channels_exhausted` */
export async function addChannel(tx: Tx, channel: NewChannel): Promise<ChannelRow> {
  const { property, id, name, target, settings, now } = channel;
  const { count } = await tx
    .selectFrom("alert_channels")
    .select((eb) => eb.fn.countAll().as("count"))
    .where("property_id", "=", property)
    .executeTakeFirstOrThrow();
  if (Number(count) >= MAX_ALERT_CHANNELS) throw new ApiError("alert_channels_exhausted");
  await startCursor(tx, property);
  await tx
    .insertInto("alert_channels")
    .values({
      id,
      property_id: property,
      name,
      target: JSON.stringify(target),
      settings: JSON.stringify(settings),
      ...HEALTHY,
      pause_reason: null,
      paused_at: null,
      last_sent_at: null,
      runner: null,
      lease_until: 0,
      created_at: now,
    })
    .execute();
  return getChannel(tx, property, id);
}

/** The columns of a channel without failures. */
const HEALTHY = { failures: 0, refusals: 0, failing_since: null, failure: null, failed_at: null, next_at: 0 };

/**
 * Changes a channel. What waits of the kinds that it has no more is removed; what it has failed with before counts no more if
 * it has another target.
 *
 * @throws ApiError `not_found`
 */
export async function changeChannel(
  tx: Tx,
  { property, id }: Pick<NewChannel, "property" | "id">,
  change: Pick<NewChannel, "name" | "settings"> & { readonly target: AlertTarget | null },
): Promise<ChannelRow> {
  await getChannel(tx, property, id);
  const { name, target, settings } = change;
  await tx
    .updateTable("alert_channels")
    .set({
      name,
      settings: JSON.stringify(settings),
      ...(target && { target: JSON.stringify(target), ...HEALTHY }),
    })
    .where("id", "=", id)
    .execute();
  const off = ALERT_KINDS.filter((kind) => !settings.kinds[kind]);
  if (off.length) await removeWaiting(tx, id).where("kind", "in", off).execute();
  return getChannel(tx, property, id);
}

/** Pauses a channel. What waits is removed: afterwards it would be no news. */
export async function pauseChannel(
  tx: Tx,
  id: string,
  reason: NonNullable<ChannelRow["pause_reason"]>,
  now: number,
): Promise<void> {
  await tx
    .updateTable("alert_channels")
    .set({ pause_reason: reason, paused_at: now })
    .where("id", "=", id)
    .execute();
  await removeWaiting(tx, id).execute();
}

/** Resumes a channel: it is alerted of what happens from now on. */
export async function resumeChannel(tx: Tx, property: string, id: string): Promise<void> {
  await startCursor(tx, property);
  await tx
    .updateTable("alert_channels")
    .set({ ...HEALTHY, pause_reason: null, paused_at: null })
    .where("id", "=", id)
    .execute();
}

/** Removes the alerts of a channel that were not sent. To be executed. */
export const removeWaiting = (tx: Tx, channel: string) =>
  tx.deleteFrom("alerts").where("channel_id", "=", channel).where("sent_at", "is", null);

/** The last sequence number and ticket of a property. One statement, so that both are of one moment. */
export const readPosition = (db: Db, property: string) =>
  db
    .selectFrom("properties")
    .innerJoin("sequences", "sequences.property_id", "properties.id")
    .select(["last_sequence", "last_ticket"])
    .where("properties.id", "=", property)
    .executeTakeFirst();

/** Begins with what happens from now on, unless another channel of the property is alerted already. */
async function startCursor(tx: Tx, property: string): Promise<void> {
  const active = await tx
    .selectFrom("alert_channels")
    .select("id")
    .where("property_id", "=", property)
    .where("pause_reason", "is", null)
    .executeTakeFirst();
  const position = (await readPosition(tx, property)) ?? { last_sequence: 0, last_ticket: 0 };
  await tx
    .insertInto("alert_cursors")
    .values({ property_id: property, ...position })
    .onConflict((conflict) =>
      active ? conflict.doNothing() : conflict.column("property_id").doUpdateSet(position),
    )
    .execute();
}
