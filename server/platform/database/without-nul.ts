/**
 * A parameter without U+0000: PostgreSQL refuses a statement if a text contains it.
 */
export function withoutNul(value: unknown): unknown {
  return typeof value === "string" && value.includes("\0") ? value.replaceAll("\0", "") : value;
}
