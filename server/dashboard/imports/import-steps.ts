import type { ImportInfo, ImportState } from "../../../shared/import.ts";

/** The four steps that the screens of an import show. */
export const STEPS = ["file", "columns", "review", "import"] as const;
export type Step = (typeof STEPS)[number];

/** Whether the server is working on an import in this state. */
export function isWorking(state: ImportState): boolean {
  return state === "checking" || state === "importing" || state === "undoing";
}

/**
 * The step that shows an import.
 *
 * @param columns whether the admin has opened the columns again
 */
export function stepOf(
  { state, startedAt }: Pick<ImportInfo, "state" | "startedAt">,
  columns: boolean,
): Step {
  switch (state) {
    case "uploaded":
      return "columns";
    case "checking":
      return "review";
    case "checked":
      return columns ? "columns" : "review";
    case "failed":
      return startedAt === null ? "review" : "import";
    default:
      return "import";
  }
}

/** Whether an import has written anything that can be undone. */
export function canBeUndone({ state, startedAt }: Pick<ImportInfo, "state" | "startedAt">): boolean {
  if (state === "failed") return startedAt !== null;
  return state === "done" || state === "cancelled" || state === "undo_cancelled";
}
