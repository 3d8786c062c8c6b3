import type { Tx } from "../platform/database/open.ts";

/** The dashboard wants to know "is it there?", not each visit. */
const ONCE_A = 60_000;

/** Remembers when and on which origin a property's widget was last seen, at most once a minute. */
export function createWidgetSeen() {
  const noted = new Map<string, { at: number; origin: string }>();
  return async (
    tx: Tx,
    { property, origin, now }: { property: string; origin: string; now: number },
  ): Promise<void> => {
    const last = noted.get(property);
    if (last && last.origin === origin && now - last.at < ONCE_A) return;
    await tx
      .updateTable("properties")
      .set({ widget_seen_at: now, widget_seen_origin: origin.slice(0, 300) })
      .where("id", "=", property)
      .execute();
    noted.set(property, { at: now, origin });
  };
}
