import type { ApiError } from "./api-error.ts";

/** The state of a value that is loaded from the server. */
export type Loadable<T> =
  | { readonly kind: "loading" }
  | { readonly kind: "failed"; readonly failure: ApiError }
  | { readonly kind: "ready"; readonly value: T };

export const LOADING = { kind: "loading" } as const;

/** The loaded value, or `otherwise` if it is not ready. */
export function readyOr<T, U>(loaded: Loadable<T>, otherwise: U): T | U {
  return loaded.kind === "ready" ? loaded.value : otherwise;
}
