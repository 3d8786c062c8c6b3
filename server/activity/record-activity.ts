import type { ConversationDeps } from "../conversations/core/update-conversations.ts";
import type { Browser } from "../identity/identify.ts";
import { insertStatement } from "../platform/database/insert-statement.ts";
import type { Tx } from "../platform/database/open.ts";
import { newId } from "../platform/ids.ts";
import { ACTIVITY } from "../platform/limits.ts";
import type { ReportedEvent } from "./fold-entries.ts";
import { changePageTags } from "./page-tags.ts";
import { type AttributeChanges, setAttributes } from "./set-attributes.ts";

const insertEvents = insertStatement("visitor_events");
const insertBatches = insertStatement("activity_batches", (conflict) => conflict.doNothing());

/** The longest time before its request that an event may have happened, ms. */
const LONGEST_AGO = 24 * 3_600_000;

/** The content of a batch, as it is stored. */
export interface Activity extends AttributeChanges {
  /** Whether the page gives or removes a tag, by the tags' IDs. */
  readonly tags: ReadonlyMap<string, boolean>;
  readonly events: readonly ReportedEvent[];
}

/**
 * Stores a batch, once for its ID. Of a visitor's events, the newest `ACTIVITY.stored.visitor` stay. Publishes `person` if there are any.
 */
export async function recordActivity(
  tx: Tx,
  deps: ConversationDeps,
  browser: Browser,
  { id, activity }: { readonly id: string; readonly activity: Activity },
): Promise<void> {
  const { property, visitor } = browser;
  const owner = { property_id: property.id, visitor_id: visitor };
  const now = deps.now();
  const isKnown = await tx
    .selectFrom("activity_batches")
    .select("id")
    .where("property_id", "=", property.id)
    .where("visitor_id", "=", visitor)
    .where("id", "=", id)
    .executeTakeFirst();
  if (isKnown) return;
  await insertBatches(tx, [{ ...owner, id, at: now }]);
  await setAttributes(tx, deps, browser, activity);
  if (activity.tags.size) await changePageTags(tx, deps, browser, activity.tags);
  if (!activity.events.length) return;
  await insertEvents(
    tx,
    activity.events.map(({ name, data, page, ago }) => ({
      ...owner,
      id: newId(deps),
      name,
      data: JSON.stringify(data),
      page,
      at: now - Math.round(Math.min(ago, LONGEST_AGO)),
    })),
  );
  await removeOldest(tx, browser);
  tx.publish({ kind: "person", property: property.id, person: visitor, isOnlyAbout: true });
}

async function removeOldest(tx: Tx, { property, visitor }: Browser): Promise<void> {
  const oldest = await tx
    .selectFrom("visitor_events")
    .select("at")
    .where("property_id", "=", property.id)
    .where("visitor_id", "=", visitor)
    .orderBy("at", "desc")
    .orderBy("id", "desc")
    .offset(ACTIVITY.stored.visitor)
    .limit(1)
    .executeTakeFirst();
  if (!oldest) return;
  await tx
    .deleteFrom("visitor_events")
    .where("property_id", "=", property.id)
    .where("visitor_id", "=", visitor)
    .where("at", "<=", oldest.at)
    .execute();
}
