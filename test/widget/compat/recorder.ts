import type { Foyer, FoyerEvents } from "../../../widget/api/foyer.ts";
import type { Look } from "../../../widget/compat/base/look.ts";
import { createStartOf, type StartFoyer } from "../../../widget/compat/base/start-foyer.ts";

/** A call of a command: its name, and its arguments. */
export type RecordedCall = readonly [command: string, ...args: unknown[]];

/** A Foyer that notes the calls, and emits events as a test says. */
export interface Recorder {
  readonly foyer: Foyer;
  readonly start: StartFoyer;
  /** The options that the widget was loaded with. */
  readonly started: { readonly look: Look; readonly fallback: unknown }[];
  /** The calls so far, without `on`. */
  readonly calls: RecordedCall[];
  /** Emits an event, as the widget does. */
  emit<E extends keyof FoyerEvents>(event: E, detail: FoyerEvents[E]): void;
  available: boolean | null;
  unread: number;
}

export function createRecorder(): Recorder {
  const events = new EventTarget();
  const calls: RecordedCall[] = [];
  const started: Recorder["started"] = [];
  const answers: Readonly<Record<string, (...args: never[]) => unknown>> = {
    on: (event: string, listener: EventListener) => events.addEventListener(event, listener),
    available: () => recorder.available,
    unread: () => recorder.unread,
    visitor: () => "visitor0000000001",
  };
  const foyer = new Proxy(
    {},
    {
      get: (_, command: string) => {
        const answer = answers[command];
        if (answer) return answer;
        return (...args: unknown[]) => {
          calls.push([command, ...args]);
          // the widget tells what it does
          if (command === "open" || command === "close") events.dispatchEvent(new CustomEvent(command));
        };
      },
    },
  ) as Foyer;
  const startOf = createStartOf(foyer);
  const recorder: Recorder = {
    foyer,
    calls,
    started,
    start(look, fallback) {
      started.push({ look, fallback });
      return startOf(look);
    },
    emit: (event, detail) => void events.dispatchEvent(new CustomEvent(event, { detail })),
    available: null,
    unread: 0,
  };
  return recorder;
}

/** Removes what a vendor's script and the pages of the tests leave at the window. */
export function clearPage(): void {
  for (const name of Object.keys(window).filter((key) =>
    /^(\$?(crisp|chatwoot)|Intercom|intercomSettings|Tawk_|CRISP_)/i.test(key),
  ))
    Reflect.deleteProperty(window, name);
}
