import * as z from "zod/mini";
import { sentence } from "../data/api-error.ts";

/** The words of an issue; the schemas word their own rules, the bare limits are worded here. */
function wordsOfIssue(issue: z.core.$ZodIssue): string {
  if (issue.message && issue.message !== "Invalid input") return sentence(issue.message);
  switch (issue.code) {
    case "too_big":
      return issue.origin === "string"
        ? `At most ${issue.maximum} characters.`
        : issue.origin === "array"
          ? `At most ${issue.maximum}.`
          : `This must be ${issue.inclusive === false ? "less than" : "at most"} ${issue.maximum}.`;
    case "too_small":
      return issue.origin === "string" || issue.origin === "array"
        ? "This field is required."
        : `This must be at least ${issue.minimum}.`;
    case "invalid_type":
      return issue.expected === "int" || issue.expected === "number"
        ? "This must be a whole number."
        : "This field is required.";
    default:
      return "This value is not valid.";
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
