import { createContext } from "preact";
import { useContext, useLayoutEffect, useReducer, useRef } from "preact/hooks";
import type { EmbedSettings } from "../../shared/property.ts";
import type { Answer } from "../../shared/rules/form.ts";
import type { Words } from "../locales/words.ts";
import type { PanelState } from "../state/panel-state.ts";
import type { PanelStore } from "../state/panel-store.ts";

/** The visitor's actions outside the chat. */
export interface Actions {
  answer(field: string, answer: Answer): void;
  /** The visitor has left the field of a phone number. */
  leavePhone(field: string): void;
  submit(): void;
  restart(): void;
  discard(delivery: string): void;
  changeVisitor(): void;
  /** Text was entered in the field that only programs see. */
  setTrap(text: string): void;
  open(): void;
  close(): void;
}

/** What all components of a panel have in common. It does not change; the state is in its store. */
export interface PanelEnvironment {
  readonly store: PanelStore;
  readonly words: Words;
  readonly settings: EmbedSettings;
  readonly locale: string;
  readonly dir: "ltr" | "rtl";
  /** The side of the launcher and the panel. */
  readonly side: "left" | "right";
  readonly actions: Actions;
}

export const PanelContext = createContext<PanelEnvironment | null>(null);

export function usePanel(): PanelEnvironment {
  const environment = useContext(PanelContext);
  if (!environment) throw new Error("A component of the panel is outside its context");
  return environment;
}

/**
 * A part of the panel's state. The component is drawn again only when this part is another one (`Object.is`), so that
 * a key in the composer draws the composer and nothing else.
 *
 * @param select must not create objects, because a new object is always another one
 */
export function usePanelState<T>(select: (state: PanelState) => T): T {
  const { store } = usePanel();
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const value = select(store.state());
  const drawn = useRef({ select, value });
  drawn.current = { select, value };
  useLayoutEffect(() => {
    const compare = () => {
      const { select, value } = drawn.current;
      if (!Object.is(select(store.state()), value)) redraw(0);
    };
    compare(); // the state may have changed between the first render and this effect
    return store.subscribe(compare);
  }, [store]);
  return value;
}
