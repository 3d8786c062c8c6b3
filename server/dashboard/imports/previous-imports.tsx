import type { ImportInfo, ImportReport } from "../../../shared/import.ts";
import { href } from "../app/routes.ts";
import { errorText } from "../data/api-error.ts";
import { plural, t } from "../i18n/translate.ts";
import { Button } from "../ui/button.tsx";
import { count, percent } from "../ui/format.ts";
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
  if (loaded.kind === "loading") return <Skeleton lines={3} label={t("Loading the previous imports")} />;
  if (loaded.kind === "failed")
    return (
      <p class="list-foot" role="alert">
        {t("The previous imports could not be loaded. {failure}", { failure: errorText(loaded.failure) })}{" "}
        <Button small onClick={() => void retry()}>
          {t("Try again")}
        </Button>
      </p>
    );
  const items = loaded.value.items.filter(({ id }) => id !== except);
  if (!items.length) return null;
  return (
    <section class="previous-imports">
      <h2>{t("Previous imports")}</h2>
      <ul class="plain-list" aria-label={t("Previous imports")}>
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
  const updated = counts.updated + counts.conflict;
  const texts = [
    counts.new && t("{rows} new", { rows: count(counts.new) }),
    updated && t("{rows} updated", { rows: count(updated) }),
    counts.refused && t("{rows} refused", { rows: count(counts.refused) }),
  ];
  return texts.filter(Boolean).join(", ") || t("Nothing new");
}

function stateText({ state, progress, check, report, startedAt }: ImportInfo): string {
  switch (state) {
    case "uploaded":
      return t("Columns not mapped yet");
    case "checking":
      return t("Checking, {progress}", { progress: percent(progress) });
    case "checked":
      return plural(
        check?.rows ?? 0,
        "Checked {count} row, not imported",
        "Checked {count} rows, not imported",
      );
    case "importing":
      return t("Importing, {progress}", { progress: percent(progress) });
    case "undoing":
      return t("Undoing, {progress}", { progress: percent(progress) });
    case "undone":
      return t("Undone");
    case "cancelled":
      return plural(report?.rows ?? 0, "Cancelled after {count} row", "Cancelled after {count} rows");
    case "undo_cancelled":
      return t("Undo cancelled, {progress}", { progress: percent(progress) });
    case "failed":
      return startedAt === null ? t("Could not be read") : t("Stopped early");
    default:
      return report ? resultText(report) : t("Imported");
  }
}
