import * as z from "zod/mini";
import { sentence } from "../data/api-error.ts";
import { t, translated } from "../i18n/translate.ts";

/** The words of an issue; the schemas word their own rules, the bare limits are worded here. */
function wordsOfIssue(issue: z.core.$ZodIssue): string {
  if (issue.message && issue.message !== "Invalid input") return translated(sentence(issue.message));
  switch (issue.code) {
    case "too_big":
      return issue.origin === "string"
        ? t("At most {maximum} characters.", { maximum: Number(issue.maximum) })
        : issue.origin === "array"
          ? t("At most {maximum}.", { maximum: Number(issue.maximum) })
          : issue.inclusive === false
            ? t("This must be less than {maximum}.", { maximum: Number(issue.maximum) })
            : t("This must be at most {maximum}.", { maximum: Number(issue.maximum) });
    case "too_small":
      return issue.origin === "string" || issue.origin === "array"
        ? t("This field is required.")
        : t("This must be at least {minimum}.", { minimum: Number(issue.minimum) });
    case "invalid_type":
      return issue.expected === "int" || issue.expected === "number"
        ? t("This must be a whole number.")
        : t("This field is required.");
    default:
      return t("This value is not valid.");
  }
}

/** The faults that a shared schema finds in a value, by path (`hours.0.1.to`); the first fault of each path. */
export function schemaFaults(schema: z.ZodMiniType, value: unknown): ReadonlyMap<string, string> {
  const parsed = z.safeParse(schema, value);
  const faults = new Map<string, string>();
  for (const issue of parsed.success ? [] : parsed.error.issues) {
    const path = issue.path.map(String).join(".");
    if (!faults.has(path)) faults.set(path, wordsOfIssue(issue));
  }
  return faults;
}
