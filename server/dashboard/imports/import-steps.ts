import type { ImportInfo, ImportState } from "../../../shared/import.ts";

/** The four steps of an import, as its screens count them. */
export const STEPS = ["file", "columns", "review", "import"] as const;
export type Step = (typeof STEPS)[number];

/** Whether the server is at work on it, so that it is worth asking again. */
export function isWorking(state: ImportState): boolean {
  return state === "checking" || state === "importing" || state === "undoing";
}

/**
 * The step that an import is at.
 *
 * @param columns whether its columns are being looked at again
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

/** Whether it has written something that can be taken back. */
export function canBeUndone({ state, startedAt }: Pick<ImportInfo, "state" | "startedAt">): boolean {
  return state === "done" || (state === "failed" && startedAt !== null);
}
