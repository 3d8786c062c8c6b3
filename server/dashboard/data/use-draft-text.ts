import { useState } from "preact/hooks";
import { useServices } from "../app/services.tsx";

/**
 * Unfinished text, stored in the browser until it is sent or discarded: a wrong click, a reload or a session that has
 * ended loses none of it (R23 for agents).
 *
 * @param name what it is for, e.g. `note V0123456789012345`; null: it is not stored
 * @param before the text if nothing is stored
 */
export function useDraftText(name: string | null, before = "") {
  const { localStore, session } = useServices();
  const { value } = session.state;
  const key = name !== null && "me" in value ? `foyer.text ${value.me.agent.id} ${name}` : null;
  const [text, setText] = useState(() => (key !== null && localStore.get(key)) || before);
  const write = (next: string) => {
    setText(next);
    if (key === null) return;
    if (next) localStore.put(key, next);
    else localStore.remove(key);
  };
  return [text, write] as const;
}
