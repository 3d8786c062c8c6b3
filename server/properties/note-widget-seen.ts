import type { Tx } from "../platform/database/open.ts";

/** The dashboard shows whether the widget is installed, so that one update per minute suffices, ms. */
const INTERVAL = 60_000;

/** Records when and on which origin a property's widget was last seen, at most once a minute. */
export function createWidgetSeenRecorder() {
  const recorded = new Map<string, { at: number; origin: string }>();
  return async (
    tx: Tx,
    { property, origin, now }: { property: string; origin: string; now: number },
  ): Promise<void> => {
    const last = recorded.get(property);
    if (last && last.origin === origin && now - last.at < INTERVAL) return;
    await tx
      .updateTable("properties")
      .set({ widget_seen_at: now, widget_seen_origin: origin.slice(0, 300) })
      .where("id", "=", property)
      .execute();
    recorded.set(property, { at: now, origin });
  };
}
