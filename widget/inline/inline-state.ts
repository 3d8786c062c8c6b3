import { EMPTY, type PersistedState, type PersistedStateStore, toDraft } from "../state/persisted-state.ts";
import type { PageSession } from "./page-session.ts";

/**
 * The stored state of one form in the page: its own draft and receipt, and the answers that all forms know. Nothing is
 * stored before the session is active (R25).
 *
 * @param place of the form: its key, with a number if the page has several of one key
 */
export function inlineState(session: PageSession, place: string): PersistedStateStore {
  const own = ({ inline = {} }: PersistedState) => (Object.hasOwn(inline, place) ? inline[place] : undefined);

  function read(): PersistedState {
    if (!session.isActive()) return EMPTY;
    const all = session.persisted().read();
    return { ...all, draft: null, last: null, ...own(all) };
  }

  function write({ draft, last, ...shared }: Partial<PersistedState>): void {
    if (!session.isActive()) return;
    const all = session.persisted().read();
    const state = {
      ...own(all),
      ...(draft !== undefined && { draft }),
      ...(last !== undefined && { last }),
    };
    session.persisted().write({ ...shared, inline: { ...all.inline, [place]: state } });
  }

  return { read, write, writeDraft: (screen, delivery) => write({ draft: toDraft(screen, delivery) }) };
}
