import { type ReadonlySignal, signal } from "@preact/signals";
import type { Me } from "../../../shared/account.ts";
import type { Api } from "./api.ts";
import { type ApiError, toApiError } from "./api-error.ts";

/** The state of the session, as far as this page knows. */
type SessionState =
  | { readonly kind: "unknown" }
  | { readonly kind: "failed"; readonly failure: ApiError }
  | { readonly kind: "out" }
  | { readonly kind: "in"; readonly me: Me }
  /** The session has ended on the server. The page stays, so that unsaved text is not lost, and asks to sign in again. */
  | { readonly kind: "expired"; readonly me: Me };

export interface Session {
  readonly state: ReadonlySignal<SessionState>;
  /** Loads the session: at the start, and after a property was added or renamed. */
  load(): Promise<void>;
  /** Sets the agent after a sign-in. */
  signedIn(me: Me): void;
  /** Clears the session after a sign-out, with all that the browser stores of the agent. */
  signedOut(): void;
  /** Called when the server answers that the session does not exist or has ended. */
  expired(): void;
}

/** The part of the browser's storage that belongs to its agent. */
interface AgentStore {
  /** Removes what is left of other agents, and tells the browser's other tabs. */
  signedIn(agent: string): void;
  /** Removes what is left of any agent, and tells the browser's other tabs. */
  signedOut(): void;
}

/**
 * @param forget clears everything that was loaded for the previous agent
 * @param store the text and messages that the browser stores; they stay if a session ends by itself, so that the agent finds
 *   them after the next sign-in
 */
export function createSession(api: Pick<Api, "me">, forget: () => void, store: AgentStore): Session {
  const state = signal<SessionState>({ kind: "unknown" });
  const known = () => ("me" in state.value ? state.value.me : null);
  const signedIn = (me: Me) => {
    if (known()?.agent.id !== me.agent.id) forget();
    state.value = { kind: "in", me };
    store.signedIn(me.agent.id);
  };
  const left = () => {
    forget();
    state.value = { kind: "out" };
  };
  const expired = () => {
    const me = known();
    if (me) state.value = { kind: "expired", me };
    else left();
  };
  return {
    state,
    async load() {
      try {
        signedIn(await api.me());
      } catch (error) {
        const failure = toApiError(error);
        if (failure.code === "sign_in_required") expired();
        // a network error does not close a page that is in use
        else if (!known()) state.value = { kind: "failed", failure };
      }
    },
    signedIn,
    signedOut() {
      store.signedOut();
      left();
    },
    expired,
  };
}
