import type { LocalStore } from "./storage.ts";

/** The storage key of the agent who is signed in; empty: nobody. */
export const SIGNED_IN = "foyer.agent";
/** The prefixes of the keys that hold what an agent writes. The agent's ID follows. */
const OF_AGENTS = ["foyer.text ", "foyer.outbox "] as const;

/** Removes what a browser stores of agents who are no longer signed in (R38). */
export function createAgentStore(localStore: Pick<LocalStore, "all" | "put" | "remove">) {
  const removeAllBut = (agent: string | null) => {
    for (const prefix of OF_AGENTS)
      for (const [key] of localStore.all(prefix))
        if (agent === null || !key.startsWith(`${prefix}${agent} `)) localStore.remove(key);
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
