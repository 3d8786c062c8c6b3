import type { ImportInfo, ImportReport } from "../../../shared/import.ts";
import { href } from "../app/routes.ts";
import { errorText } from "../data/api-error.ts";
import { Button } from "../ui/button.tsx";
import { count, countOf, percent } from "../ui/format.ts";
import { Icon } from "../ui/icon.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { Skeleton } from "../ui/states.tsx";
import { useImports } from "./use-import.ts";

interface PreviousImportsProps {
  readonly property: string;
  /** The ID of the import that the page shows; null: none. */
  readonly except: string | null;
}

/** The previous imports with their results, as links. */
export function PreviousImports({ property, except }: PreviousImportsProps) {
  const { loaded, retry } = useImports(property);
  if (loaded.kind === "loading") return <Skeleton lines={3} label="Loading the previous imports" />;
  if (loaded.kind === "failed")
    return (
      <p class="list-foot" role="alert">
        The previous imports could not be loaded. {errorText(loaded.failure)}{" "}
        <Button small onClick={() => void retry()}>
          Try again
        </Button>
      </p>
    );
  const items = loaded.value.items.filter(({ id }) => id !== except);
  if (!items.length) return null;
  return (
    <section class="previous-imports">
      <h2>Previous imports</h2>
      <ul class="plain-list" aria-label="Previous imports">
        {items.map((item) => (
          <li key={item.id}>
            <a href={href.import(property, item.id)}>
              <Icon name="table" />
              <span class="previous-import-name" dir="auto" translate={false}>
                {item.fileName}
              </span>
              <span class="previous-import-state">{stateText(item)}</span>
              <RelativeTime at={item.startedAt ?? item.createdAt} />
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function resultText({ counts }: ImportReport): string {
  const parts = [
    [counts.new, "new"],
    [counts.updated + counts.conflict, "updated"],
    [counts.refused, "refused"],
  ] as const;
  const texts = parts.filter(([rows]) => rows).map(([rows, label]) => `${count(rows)} ${label}`);
  return texts.join(", ") || "Nothing new";
}

function stateText({ state, progress, check, report, startedAt }: ImportInfo): string {
  switch (state) {
    case "uploaded":
      return "Columns not mapped yet";
    case "checking":
      return `Checking, ${percent(progress)}`;
    case "checked":
      return `Checked ${countOf(check?.rows ?? 0, "row", "rows")}, not imported`;
    case "importing":
      return `Importing, ${percent(progress)}`;
    case "undoing":
      return `Undoing, ${percent(progress)}`;
    case "undone":
      return "Undone";
    case "cancelled":
      return `Cancelled after ${countOf(report?.rows ?? 0, "row", "rows")}`;
    case "undo_cancelled":
      return `Undo cancelled, ${percent(progress)}`;
    case "failed":
      return startedAt === null ? "Could not be read" : "Stopped early";
    default:
      return report ? resultText(report) : "Imported";
  }
}
