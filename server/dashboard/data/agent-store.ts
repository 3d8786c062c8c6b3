import type { LocalStore } from "./storage.ts";

/** The storage key of the agent who is signed in; empty: nobody. */
export const SIGNED_IN = "foyer.agent";
/** The keys of what an agent writes: drafts, text of notes, messages that are not sent yet. */
const OF_AGENT = /^foyer\.\w+ (\S+) /;

/** Removes what a browser stores of agents who are no longer signed in (R38). */
export function createAgentStore(localStore: Pick<LocalStore, "all" | "put" | "remove">) {
  const removeAllBut = (agent: string | null) => {
    for (const [key] of localStore.all("foyer.")) {
      const [, owner] = OF_AGENT.exec(key) ?? [];
      if (owner !== undefined && owner !== agent) localStore.remove(key);
    }
  };
  return {
    signedIn(agent: string): void {
      removeAllBut(agent);
      localStore.put(SIGNED_IN, agent);
    },
    signedOut(): void {
      removeAllBut(null);
      localStore.put(SIGNED_IN, "");
    },
  };
}
