/**
 * `JSON.stringify` for pages whose scripts add a `toJSON` to `Array.prototype` or `Object.prototype` (Prototype.js
 * does): the copy that is serialized has no prototype that the page could have changed.
 */
export function toJson(value: unknown): string {
  return JSON.stringify(withoutPrototypes(value));
}

function withoutPrototypes(value: unknown): unknown {
  if (!value || typeof value !== "object") return value;
  const copy: unknown[] | Record<string, unknown> = Array.isArray(value)
    ? value.map(withoutPrototypes)
    : Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withoutPrototypes(part)]));
  return Object.setPrototypeOf(copy, null);
}
