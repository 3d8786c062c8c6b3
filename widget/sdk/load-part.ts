/** The longest wait before another try, seconds. */
const LONGEST_WAIT = 60;

/** Loads a part of the widget by the name of its file, whose default export it gives. */
export type LoadPart = <M extends { readonly default: unknown }>(name: string) => Promise<M["default"]>;

/**
 * Creates the function that loads the parts of the commands, each once, as often as it takes. Browsers remember by its
 * address that a module failed, so every further try has another query.
 *
 * @param signal is aborted when the widget is removed: then what is being loaded never comes
 */
export function createPartLoader(signal: AbortSignal): LoadPart {
  const parts = new Map<string, Promise<unknown>>();

  async function load(name: string): Promise<unknown> {
    for (let tries = 0; !signal.aborted; tries++) {
      try {
        const part = await import(/* @vite-ignore */ `./${name}.js${tries ? `?${tries}` : ""}`);
        // a file that was cut off after a whole statement loads, and exports nothing
        if (part.default) return part.default;
      } catch {
        // the browser has put it into the console
      }
      const seconds = Math.min(2 ** tries, LONGEST_WAIT);
      await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
    }
    return new Promise(() => undefined);
  }

  return (name) => {
    const part = parts.get(name) ?? load(name);
    parts.set(name, part);
    return part as Promise<never>;
  };
}
