import type { PanelHost } from "../embed/panel-host.ts";
import type { PanelStore } from "../state/panel-store.ts";

/** How long an answer of the server remains valid, ms. */
const MAX_AGE = 30_000;

/** Asks the server whether an agent is available (R20). */
export function createAvailabilityCheck({ propertyUrl, signal }: PanelHost, store: PanelStore) {
  let checkedAt = 0;

  async function ask(): Promise<boolean> {
    try {
      const { available } = await (await fetch(`${propertyUrl}/availability`, { signal })).json();
      checkedAt = performance.now();
      if (typeof available === "boolean") store.dispatch({ kind: "availability", available });
      return true;
    } catch {
      return signal.aborted; // no network, or something else answers: the last answer remains
    }
  }

  let asking: Promise<boolean> | undefined;

  /**
   * Resolves to whether the server answered, or the widget was removed. The parts that are loaded together ask once:
   * browsers make equal requests one after the other, and each part would wait for those before it.
   */
  const check = () => {
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    return asking;
  };

  return {
    check,
    checkAgain(): void {
      if (checkedAt && performance.now() - checkedAt > MAX_AGE) check();
    },
  };
}
