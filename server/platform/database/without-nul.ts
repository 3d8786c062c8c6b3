/**
 * A parameter as both engines can hold it: PostgreSQL refuses a whole statement for one NUL in a text, and nobody means
 * one.
 */
export function withoutNul(value: unknown): unknown {
  return typeof value === "string" && value.includes("\0") ? value.replaceAll("\0", "") : value;
}
