import type { MailSettings } from "../../shared/mail-settings.ts";
import { lastSequence } from "../conversations/core/sequence.ts";
import type { Deps } from "../deps.ts";
import { readMailAccount } from "../mail/settings/mail-account.ts";
import { insertStatement } from "../platform/database/insert-statement.ts";
import type { Tx } from "../platform/database/open.ts";
import type { Schema } from "../platform/database/schema.ts";
import { findOccurrences, type Occurrence } from "./find-occurrences.ts";
import { type PlannedNotification, planNotifications } from "./plan-notifications.ts";
import { readChanges } from "./read-changes.ts";
import { readTeammates } from "./read-teammates.ts";

export interface RecordDeps extends Pick<Deps, "database" | "now"> {
  /** The mail settings of the environment; null: none. */
  readonly mailDefaults: MailSettings | null;
  /** Is given the mentions in notes about contacts, in the transaction that plans their notifications. */
  readonly onNoteMentions: (tx: Tx, property: string, mentions: readonly NoteMention[]) => Promise<void>;
}

/** An agent's mention in a note about a contact. */
export type NoteMention = Schema["note_mentions"];

/**
 * Writes down whom to tell of what has happened since the last time. The entries of conversations are the queue: what was committed
 * has a sequence number above the property's cursor, and the cursor moves in the transaction that writes the notifications. So
 * none is lost, and none is written twice.
 */
export async function recordNotifications(deps: RecordDeps): Promise<void> {
  const { database } = deps;
  const behind = await database.read
    .selectFrom("sequences")
    .leftJoin("notification_cursors", "notification_cursors.property_id", "sequences.property_id")
    .select((eb) => [
      "sequences.property_id as property",
      eb.fn.coalesce("notification_cursors.last_sequence", eb.lit(0)).as("after"),
    ])
    .where((eb) =>
      eb("sequences.last_sequence", ">", eb.fn.coalesce("notification_cursors.last_sequence", eb.lit(0))),
    )
    .execute();
  for (const { property, after } of behind) await recordConversations(deps, property, after);
  const mentioned = await database.read
    .selectFrom("note_mentions")
    .select("property_id")
    .distinct()
    .execute();
  for (const { property_id } of mentioned) await recordMentions(deps, property_id);
}

async function recordConversations(deps: RecordDeps, property: string, after: number): Promise<void> {
  const { database, now } = deps;
  // read first: later entries have higher numbers, and are left for the next time
  const until = await lastSequence(database.read, property);
  const team = await readTeammates(database.read, property, now());
  const changes = await readChanges(database.read, property, [after, until]);
  const occurrences = changes.flatMap(({ conversation, entries }) =>
    findOccurrences(conversation, entries, [after, until], team),
  );
  const planned = planNotifications(occurrences, team, {
    mails: (await readMailAccount(database.read, deps.mailDefaults, property)) !== null,
    now: now(),
  });
  await database.write(async (tx) => {
    if (await moveCursor(tx, property, after, until)) await insertNotifications(tx, property, planned, now());
  });
}

/** Moves a cursor. @returns false: another process was first */
async function moveCursor(tx: Tx, property: string, from: number, to: number): Promise<boolean> {
  if (from === 0)
    await tx
      .insertInto("notification_cursors")
      .values({ property_id: property, last_sequence: 0 })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  const { numUpdatedRows } = await tx
    .updateTable("notification_cursors")
    .set({ last_sequence: to })
    .where("property_id", "=", property)
    .where("last_sequence", "=", from)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Plans the mentions in notes about contacts. They are rows, written with the notes. */
async function recordMentions(deps: RecordDeps, property: string): Promise<void> {
  const { database, now } = deps;
  await database.write(async (tx) => {
    const rows = await tx
      .deleteFrom("note_mentions")
      .where("property_id", "=", property)
      .returningAll()
      .execute();
    const occurrences = rows.map(
      ({ note_id, contact_id, agent_id, author_id }): Occurrence => ({
        kind: "mentioned",
        about: "contact",
        aboutId: contact_id,
        entry: note_id,
        author: author_id,
        to: [agent_id],
      }),
    );
    const team = await readTeammates(tx, property, now());
    const mails = (await readMailAccount(tx, deps.mailDefaults, property)) !== null;
    await insertNotifications(
      tx,
      property,
      planNotifications(occurrences, team, { mails, now: now() }),
      now(),
    );
    await deps.onNoteMentions(tx, property, rows);
  });
}

/** A later event of the same conversation changes the row that waits, but not when it is sent. */
const insertRows = insertStatement("notifications", (conflict) =>
  conflict
    .columns(["agent_id", "target", "property_id", "about_id"])
    .doUpdateSet((eb) => ({ kind: eb.ref("excluded.kind"), entry: eb.ref("excluded.entry") })),
);

async function insertNotifications(
  tx: Tx,
  property: string,
  planned: readonly PlannedNotification[],
  now: number,
): Promise<void> {
  // of several events of one conversation, the last counts: one statement cannot change a row twice
  const last = new Map(planned.map((one) => [`${one.agent} ${one.target} ${one.aboutId}`, one]));
  await insertRows(
    tx,
    [...last.values()].map(({ agent, target, kind, about, aboutId, entry, dueAt }) => ({
      agent_id: agent,
      target,
      property_id: property,
      about,
      about_id: aboutId,
      kind,
      entry,
      due_at: dueAt,
      attempts: 0,
      runner: null,
      lease_until: 0,
      created_at: now,
    })),
  );
}
