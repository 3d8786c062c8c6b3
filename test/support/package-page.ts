import { vi } from "vitest";
import { INSTALLED, readQueue } from "../../widget/api/global-name.ts";
import { readState } from "../../widget/npm/page-state.ts";

/** A page of happy-dom that does not load the scripts which the package adds: a test says how loading ends. */
export interface PackagePage {
  /** The scripts that were added, first to last. */
  readonly scripts: readonly HTMLScriptElement[];
  /** The calls that the installed widget has got, without functions in their arguments. */
  readonly calls: readonly (readonly unknown[])[];
  /** The last script arrives: it installs the widget as `widget/embed/start.ts` does, unless one is there. */
  arrive(): void;
  /** The last script arrives with another content. */
  arriveAsOther(): void;
  /** The last script can't be loaded. */
  fail(): void;
  /** Removes everything from the page. */
  reset(): void;
}

/** @param answers the results of commands by their names */
export function openPackagePage(answers: Readonly<Record<string, unknown>> = {}): PackagePage {
  const scripts: HTMLScriptElement[] = [];
  const calls: unknown[][] = [];
  vi.spyOn(document.head, "append").mockImplementation((...nodes) => {
    scripts.push(...nodes.filter((node): node is HTMLScriptElement => node instanceof HTMLScriptElement));
  });
  const last = () => {
    const script = scripts.at(-1);
    if (!script) throw new Error("No script was added");
    return script;
  };
  const install = (property: string) => {
    const queue = readQueue();
    const earlier = window[INSTALLED] ?? queue ?? {};
    if (earlier.open) return;
    const api = (command: string, ...args: unknown[]) => {
      calls.push([command, ...args.filter((one) => typeof one !== "function")]);
      if (command === "shutdown") {
        delete window[INSTALLED];
        Reflect.deleteProperty(window, "Foyer");
      }
      return answers[command];
    };
    const installed = Object.assign(api, { open: () => api("open"), property });
    Object.assign(window, { [INSTALLED]: installed, ...(queue && { Foyer: installed }) });
    for (const [command, ...args] of earlier.q ?? []) api(command, ...args);
  };
  return {
    scripts,
    calls,
    arrive() {
      install(/\/w\/(\w+)\.js/.exec(last().src)?.[1] ?? "");
      last().dispatchEvent(new Event("load"));
    },
    arriveAsOther: () => void last().dispatchEvent(new Event("load")),
    fail: () => void last().dispatchEvent(new Event("error")),
    reset() {
      readState()?.cancelRetry();
      for (const name of ["Foyer", INSTALLED, Symbol.for("foyer-chat")]) Reflect.deleteProperty(window, name);
      vi.restoreAllMocks();
    },
  };
}
