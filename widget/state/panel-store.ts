import { type PanelEvent, type PanelState, reducePanel } from "./panel-state.ts";

/** Holds the state of one panel. */
export interface PanelStore {
  state(): PanelState;
  dispatch(event: PanelEvent): void;
  /**
   * Creates the function that dispatches the events of one part of the widget. An event and its reducer are in the same
   * part, so no event can come before its reducer is loaded.
   *
   * @param reduce gives the state after an event, or the same state. Pure
   */
  dispatcher<E>(reduce: (state: PanelState, event: E) => PanelState): (event: E) => void;
  /** Calls a listener after each event that has changed the state. @returns a function that ends it */
  subscribe(listener: Listener): () => void;
}

type Listener = (state: PanelState, before: PanelState) => void;

export function createPanelStore(initial: PanelState): PanelStore {
  let state = initial;
  const listeners = new Set<Listener>();
  const dispatcher: PanelStore["dispatcher"] = (reduce) => (event) => {
    const before = state;
    state = reduce(before, event);
    if (state !== before) for (const listener of listeners) listener(state, before);
  };
  return {
    state: () => state,
    dispatch: dispatcher(reducePanel),
    dispatcher,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
