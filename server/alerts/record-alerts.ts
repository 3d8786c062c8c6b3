import type { Deps } from "../deps.ts";
import { readChanges } from "../notifications/read-changes.ts";
import type { NoteMention } from "../notifications/record-notifications.ts";
import { insertStatement } from "../platform/database/insert-statement.ts";
import type { Tx } from "../platform/database/open.ts";
import type { PropertyStore } from "../properties/store.ts";
import { readPosition, settingsOf } from "./alert-channels.ts";
import { type FoundAlert, findAlerts } from "./find-alerts.ts";
import { type PlannedChannel, planAlerts } from "./plan-alerts.ts";
import { readTeam } from "./read-team.ts";

export interface RecordAlertsDeps extends Pick<Deps, "database" | "now"> {
  readonly properties: PropertyStore;
}

/**
 * Writes down what to alert teams of. As for notifications, the entries of conversations are the queue: what was committed has a
 * sequence number above the property's cursor, and the cursor moves in the transaction that writes the alerts. So none is lost, and
 * none is written twice. Properties without an active channel are not read.
 */
export async function recordAlerts(deps: RecordAlertsDeps): Promise<void> {
  const behind = await deps.database.read
    .selectFrom("alert_cursors")
    .innerJoin("sequences", "sequences.property_id", "alert_cursors.property_id")
    .select(["alert_cursors.property_id as property", "alert_cursors.last_sequence as after"])
    .select("alert_cursors.last_ticket as ticket")
    .whereRef("sequences.last_sequence", ">", "alert_cursors.last_sequence")
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom("alert_channels")
          .select("id")
          .whereRef("alert_channels.property_id", "=", "alert_cursors.property_id")
          .where("pause_reason", "is", null),
      ),
    )
    .execute();
  for (const cursor of behind) await recordProperty(deps, cursor);
}

interface Cursor {
  readonly property: string;
  readonly after: number;
  readonly ticket: number;
}

async function recordProperty(deps: RecordAlertsDeps, { property, after, ticket }: Cursor): Promise<void> {
  const { database, now } = deps;
  // read first: later entries have higher numbers, and are left for the next time
  const position = await readPosition(database.read, property);
  if (!position) return;
  const changes = await readChanges(database.read, property, [after, position.last_sequence]);
  const team = await readTeam(database.read, property);
  const found = changes.flatMap(({ conversation, entries }) =>
    findAlerts(conversation, entries, [ticket, position.last_ticket], team, now()),
  );
  const { settings } = await deps.properties.get(property);
  await database.write(async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable("alert_cursors")
      .set(position)
      .where("property_id", "=", property)
      .where("last_sequence", "=", after)
      .executeTakeFirst();
    // otherwise another process was first
    if (numUpdatedRows) await insertAlerts(tx, property, found, { timeZone: settings.timeZone, now: now() });
  });
}

/** Writes alerts of mentions in notes about contacts, in the transaction that plans their notifications. */
export async function recordNoteMentions(
  deps: RecordAlertsDeps,
  tx: Tx,
  property: string,
  mentions: readonly NoteMention[],
): Promise<void> {
  const now = deps.now();
  const found = mentions.map(
    ({ note_id, contact_id }): FoundAlert => ({
      kind: "mention",
      about: "contact",
      aboutId: contact_id,
      entry: note_id,
      since: now,
    }),
  );
  const { settings } = await deps.properties.get(property);
  await insertAlerts(tx, property, found, { timeZone: settings.timeZone, now });
}

/** An occurrence that was written before is the same alert: it is not sent again. */
const insertRows = insertStatement("alerts", (conflict) => conflict.doNothing());

async function insertAlerts(
  tx: Tx,
  property: string,
  found: readonly FoundAlert[],
  at: { readonly timeZone: string; readonly now: number },
): Promise<void> {
  if (!found.length) return;
  const planned = planAlerts(found, await readActive(tx, property), at);
  await insertRows(
    tx,
    planned.map(({ channel, kind, about, aboutId, entry, dueAt }) => ({
      channel_id: channel,
      property_id: property,
      kind,
      about_id: aboutId,
      entry,
      about,
      due_at: dueAt,
      sent_at: null,
      created_at: at.now,
    })),
  );
}

async function readActive(tx: Tx, property: string): Promise<PlannedChannel[]> {
  const rows = await tx
    .selectFrom("alert_channels")
    .select(["id", "settings"])
    .where("property_id", "=", property)
    .where("pause_reason", "is", null)
    .orderBy("id")
    .execute();
  return rows.map((row) => ({ id: row.id, settings: settingsOf(row) }));
}
