import type { ApiError } from "./api-error.ts";

/** Something that is loaded from the server: under way, failed, or there. */
export type Loadable<T> =
  | { readonly kind: "loading" }
  | { readonly kind: "failed"; readonly failure: ApiError }
  | { readonly kind: "ready"; readonly value: T };

export const LOADING = { kind: "loading" } as const;

/** The value of what is ready, or `otherwise` while it is not. */
export function readyOr<T, U>(loaded: Loadable<T>, otherwise: U): T | U {
  return loaded.kind === "ready" ? loaded.value : otherwise;
}
