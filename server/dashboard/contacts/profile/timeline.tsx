import { useEffect, useMemo } from "preact/hooks";
import type { Attribute, TimelineItem } from "../../../../shared/crm.ts";
import { useServices } from "../../app/services.tsx";
import { createPaged } from "../../data/paged.ts";
import { t } from "../../i18n/translate.ts";
import { dayName, startOfDay } from "../../ui/format.ts";
import { LoadError, Skeleton } from "../../ui/states.tsx";
import { LoadMore } from "../paged-list.tsx";
import { TimelineEntry } from "./timeline-entry.tsx";

interface TimelineProps {
  readonly property: string;
  readonly contact: string;
  readonly attributes: readonly Attribute[];
  /** A change of this number reloads the timeline. */
  readonly revision: number;
  /** Called after a merge was undone. */
  readonly onUndone: () => void;
}

/** Everything that happened with a contact, newest first, grouped by day. */
export function Timeline({ property, contact, attributes, revision, onUndone }: TimelineProps) {
  const { api, clock } = useServices();
  const list = useMemo(
    () =>
      createPaged({
        load: (cursor: string | null) => api.timeline(property, contact, cursor),
        keyOf: (item: TimelineItem) => `${item.kind} ${item.id}`,
        isAfter: (a, b) => (a.at === b.at ? a.id < b.id : a.at < b.at),
      }),
    [api, property, contact],
  );
  useEffect(() => {
    void list.load();
  }, [list]);
  useEffect(() => {
    if (revision) void list.refresh();
  }, [revision]);

  const { items, kind, failure } = list.state.value;
  if (kind === "loading" && !items.length) return <Skeleton lines={6} label={t("Loading the timeline")} />;
  if (kind === "failed" && !items.length)
    return <LoadError failure={failure} retry={() => void list.load()} />;
  if (!items.length) return <p class="hint">{t("No activity yet.")}</p>;
  const undone = new Set(items.flatMap((item) => (item.kind === "unmerge" ? [item.merge] : [])));
  return (
    <>
      {byDay(items).map(({ day, items: entries }) => (
        <section key={day} class="timeline-day">
          <h3>{dayName(day, clock.value)}</h3>
          <ol class="plain-list timeline">
            {entries.map((item) => (
              <TimelineEntry
                key={`${item.kind} ${item.id}`}
                property={property}
                item={item}
                attributes={attributes}
                isUndone={undone.has(item.id)}
                onUndone={onUndone}
              />
            ))}
          </ol>
        </section>
      ))}
      <LoadMore list={list} label={t("Show older")} />
    </>
  );
}

function byDay(items: readonly TimelineItem[]) {
  const days = new Map<number, TimelineItem[]>();
  for (const item of items) {
    const day = startOfDay(item.at);
    days.set(day, [...(days.get(day) ?? []), item]);
  }
  return [...days].map(([day, entries]) => ({ day, items: entries }));
}
