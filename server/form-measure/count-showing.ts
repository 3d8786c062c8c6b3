import type { FormShowing, MeasuredDevice } from "../../shared/form-measure.ts";
import type { Tx } from "../platform/database/open.ts";
import type { Schema } from "../platform/database/schema.ts";

/** The upper ends of the buckets of the seconds until a form is sent. Longer ones count as the last. */
export const SECONDS = [5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600, 1_800] as const;

/** A showing, with what the server knows of it. */
export interface CountedShowing {
  readonly property: string;
  /** Such as 2026-01-31. */
  readonly day: string;
  readonly device: MeasuredDevice;
  readonly showing: FormShowing;
}

type Counter = Pick<Schema["form_counts"], "measure" | "detail">;

/** The counters that a showing increases. Pure. */
export function countersOf(showing: FormShowing): readonly Counter[] {
  const [shown, started] = [
    { measure: "shown", detail: "" },
    { measure: "started", detail: "" },
  ] as const;
  switch (showing.outcome) {
    case "not_started":
      return [shown];
    case "left":
      return [shown, started, { measure: "left", detail: showing.field }];
    case "submitted": {
      const bucket = SECONDS.find((end) => showing.seconds <= end) ?? SECONDS.at(-1);
      return [
        shown,
        started,
        { measure: "submitted", detail: "" },
        { measure: "seconds", detail: String(bucket) },
      ];
    }
  }
}

/** Increases the counters of a showing. */
export async function countShowing(
  tx: Tx,
  { property, day, device, showing }: CountedShowing,
): Promise<void> {
  const { form, version } = showing;
  const rows = countersOf(showing).map((counter) => ({
    property_id: property,
    form,
    version,
    day,
    device,
    ...counter,
    count: 1,
  }));
  await tx
    .insertInto("form_counts")
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(["property_id", "form", "day", "version", "device", "measure", "detail"])
        .doUpdateSet((eb) => ({ count: eb("form_counts.count", "+", 1) })),
    )
    .execute();
}
