import type { FunctionComponent } from "preact";
import { useState } from "preact/hooks";
import { useServices } from "../app/services.tsx";
import { t } from "../i18n/translate.ts";

/** A dialog whose code is loaded when it is first opened. If that fails, a notice says so. */
export function useLazyDialog<P>(load: () => Promise<FunctionComponent<P>>) {
  const { codeUpdate, notices } = useServices();
  const [Dialog, setDialog] = useState<FunctionComponent<P> | null>(null);
  return {
    /** Null: it is closed, or not loaded yet. */
    Dialog,
    async open() {
      try {
        const loaded = await load();
        setDialog(() => loaded);
      } catch {
        // a server that was updated has no file with that name; the reloaded page knows the new one
        if (!(await codeUpdate.reloadOnce()))
          notices.say(t("This could not be loaded. Please try again."), { tone: "bad" });
      }
    },
    close: () => setDialog(null),
  };
}
