/**
 * `JSON.stringify` for pages whose scripts have given `Array.prototype` or `Object.prototype` a `toJSON` of their own
 * (Prototype.js does): nothing is looked up on a prototype that the page can reach.
 */
export function toJson(value: unknown): string {
  return JSON.stringify(bare(value));
}

function bare(value: unknown): unknown {
  if (!value || typeof value !== "object") return value;
  const copy: unknown[] | Record<string, unknown> = Array.isArray(value)
    ? value.map(bare)
    : Object.fromEntries(Object.entries(value).map(([key, part]) => [key, bare(part)]));
  return Object.setPrototypeOf(copy, null);
}
