import type { FoyerForms } from "../api/forms.ts";
import { warn } from "../embed/warn.ts";
import { type BootOptions, faultOf, scriptAddress } from "./options.ts";

export type {
  FormEvents,
  FormStatus,
  FormValues,
  FoyerForms,
  HeadlessForm,
  MountedForm,
  MountOptions,
} from "../api/forms.ts";

/** How often a script is tried; the wait before the next try is twice as long each time, from a second on. */
const MAX_TRIES = 7;

/** Resolves after so many milliseconds, or when the network is back. */
const pause = (ms: number) =>
  new Promise<void>((resolve) => {
    const end = () => {
      clearTimeout(timer);
      removeEventListener("online", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    addEventListener("online", end);
  });

/**
 * Loads what shows forms in a page: `mountForm`, `createForm`, and the element `<foyer-form>`. It needs no `boot`.
 *
 * @returns null on a server
 * @throws if the options are wrong, or the script could not be loaded seven times
 */
export async function loadForms(
  options: Pick<BootOptions, "server" | "property">,
): Promise<FoyerForms | null> {
  if (typeof window === "undefined" || typeof document === "undefined") return null;
  const fault = faultOf(options).replace("boot", "loadForms");
  if (fault) throw new TypeError(fault);
  const address = scriptAddress(options).replace(/\.js$/, "/forms.js");
  for (let failures = 0; ; ) {
    try {
      // a browser remembers by its address that a module failed
      return await import(
        /* @vite-ignore */ /* webpackIgnore: true */ `${address}${failures ? `?${failures}` : ""}`
      );
    } catch (error) {
      if (++failures === 1) warn(`${address} could not be loaded`);
      if (failures === MAX_TRIES) throw error;
      await pause(1000 * 2 ** (failures - 1));
    }
  }
}
