import { type ReadonlySignal, signal } from "@preact/signals";
import type { Me } from "../../shared/account.ts";
import type { Api } from "./api.ts";
import { type ApiFailure, asFailure } from "./failure.ts";

/** Who is signed in, as far as this page knows. */
type SessionState =
  | { readonly state: "unknown" }
  | { readonly state: "failed"; readonly failure: ApiFailure }
  | { readonly state: "out" }
  | { readonly state: "in"; readonly me: Me };

export interface Session {
  readonly state: ReadonlySignal<SessionState>;
  /** Asks the server, at the start and when a property was added or renamed. */
  load(): Promise<void>;
  /** Signing in answers with who that is. */
  began(me: Me): void;
  /** The server said that nobody is signed in (any more). */
  ended(): void;
}

export function createSession(api: Pick<Api, "me">): Session {
  const state = signal<SessionState>({ state: "unknown" });
  return {
    state,
    async load() {
      try {
        state.value = { state: "in", me: await api.me() };
      } catch (error) {
        const failure = asFailure(error);
        state.value = failure.code === "sign_in_required" ? { state: "out" } : { state: "failed", failure };
      }
    },
    began(me) {
      state.value = { state: "in", me };
    },
    ended() {
      state.value = { state: "out" };
    },
  };
}
