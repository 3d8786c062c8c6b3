import { type PanelEvent, type PanelState, reduce } from "./panel-state.ts";

/** Holds the state of one panel. */
export interface PanelStore {
  state(): PanelState;
  dispatch(event: PanelEvent): void;
  /** Calls a listener after each event that has changed the state. @returns a function that ends it */
  subscribe(listener: Listener): () => void;
}

type Listener = (state: PanelState, before: PanelState) => void;

export function createPanelStore(initial: PanelState): PanelStore {
  let state = initial;
  const listeners = new Set<Listener>();
  return {
    state: () => state,
    dispatch(event) {
      const before = state;
      state = reduce(before, event);
      if (state !== before) for (const listener of listeners) listener(state, before);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
