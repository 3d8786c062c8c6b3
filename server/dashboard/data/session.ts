import { type ReadonlySignal, signal } from "@preact/signals";
import type { Me } from "../../../shared/account.ts";
import type { Api } from "./api.ts";
import { type ApiError, toApiError } from "./api-error.ts";

/** The agent who is signed in, as far as this page knows. */
type SessionState =
  | { readonly kind: "unknown" }
  | { readonly kind: "failed"; readonly failure: ApiError }
  | { readonly kind: "out" }
  | { readonly kind: "in"; readonly me: Me }
  /** The server does not know the agent any more; what they were writing waits until they have signed in again. */
  | { readonly kind: "expired"; readonly me: Me };

export interface Session {
  readonly state: ReadonlySignal<SessionState>;
  /** Asks the server, at the start and when a property was added or renamed. */
  load(): Promise<void>;
  /** Called with the answer to a sign-in. */
  signedIn(me: Me): void;
  /** The agent has signed out. */
  signedOut(): void;
  /** The server said that nobody is signed in (any more). */
  expired(): void;
}

/**
 * @param forget clears everything that was loaded for the previous agent
 * @param tell tells the browser's other tabs which agent is signed in
 */
export function createSession(
  api: Pick<Api, "me">,
  forget: () => void,
  tell: (agent: string) => void,
): Session {
  const state = signal<SessionState>({ kind: "unknown" });
  const known = () => ("me" in state.value ? state.value.me : null);
  const signedIn = (me: Me) => {
    if (known()?.agent.id !== me.agent.id) forget();
    state.value = { kind: "in", me };
    tell(me.agent.id);
  };
  const signedOut = () => {
    forget();
    state.value = { kind: "out" };
  };
  const expired = () => {
    const me = known();
    if (me) state.value = { kind: "expired", me };
    else signedOut();
  };
  return {
    state,
    async load() {
      try {
        signedIn(await api.me());
      } catch (error) {
        const failure = toApiError(error);
        if (failure.code === "sign_in_required") expired();
        // a page in use stays when only the network has failed
        else if (!known()) state.value = { kind: "failed", failure };
      }
    },
    signedIn,
    signedOut,
    expired,
  };
}
