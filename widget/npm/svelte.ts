import type { FoyerCommands } from "../api/foyer.ts";
import { attach, foyer as commands } from "./index.ts";
import type { BootOptions } from "./options.ts";

/** A store of Svelte that components read as `$unread`. */
interface Readable<T> {
  subscribe(run: (value: T) => void): () => void;
}

/** An action: `<svelte:body use:foyer={{ server, property }} />` adds the widget while the component is mounted. */
export function foyer(_element: Element, options: BootOptions) {
  let release = attach(options);
  return {
    update(changed: BootOptions): void {
      release();
      release = attach(changed);
    },
    destroy: (): void => release(),
  };
}

/** The commands of the widget; on a server they do nothing. */
export const useFoyer = (): FoyerCommands => commands;

/** The number of unread messages. */
export const unread: Readable<number> = {
  subscribe(run) {
    run(commands.unread());
    return commands.on("unread", ({ detail }) => run(detail.count));
  },
};

/** Whether an agent is available; null until it is known. */
export const available: Readable<boolean | null> = {
  subscribe(run) {
    run(commands.available());
    return commands.on("available", ({ detail }) => run(detail.available));
  },
};
