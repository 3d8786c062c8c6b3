import { useLayoutEffect, useReducer, useRef, useState } from "preact/hooks";
import { type Chat, EMPTY_CHAT } from "../chat/chat-model.ts";
import type { PanelState } from "../state/panel-state.ts";
import type { Lazy } from "./part.ts";
import type { ChatEnvironment } from "./view.ts";

/** The properties of the components of the chat. Preact's context would weigh more than to pass this on. */
export interface ChatProps {
  readonly panel: ChatEnvironment;
}

/**
 * A part of the panel's state. The component is drawn again only when this part is another one (`Object.is`), so that
 * a key in the composer draws the composer and nothing else.
 *
 * @param select must not create objects, because a new object is always another one
 */
export function usePanelState<T>({ store }: ChatEnvironment, select: (state: PanelState) => T): T {
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

/** A part of the chat, as by `usePanelState`. */
export function useChat<T>(panel: ChatEnvironment, select: (chat: Chat) => T): T {
  return usePanelState(panel, ({ chat }) => select(chat ?? EMPTY_CHAT));
}

/** A part of the widget, which is loaded with the first component that uses it; null until then. */
export function usePart<T>(part: Lazy<T>): T | null {
  const [loaded, setLoaded] = useState<T | null>(null);
  useLayoutEffect(() => void part().then((loaded) => setLoaded(() => loaded)), []);
  return loaded;
}
