import { useEffect, useState } from "preact/hooks";
import { shortcutKey } from "../../ui/shortcut-keys.ts";

/** How the agent asked to print: `ask` opens the dialog, `print` prints without notes. */
export type PrintRequest = "ask" | "print";

/** Ctrl+P, or ⌘P of a Mac, and no further modifier. */
const isPrintKey = (event: KeyboardEvent): boolean =>
  event.ctrlKey !== event.metaKey && !event.shiftKey && !event.altKey && shortcutKey(event) === "p";

/** The request to print the open conversation, which Ctrl+P and ⌘P make instead of the browser's. */
export function usePrintRequest() {
  const [request, setRequest] = useState<PrintRequest | null>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!isPrintKey(event)) return;
      event.preventDefault();
      setRequest("print");
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  return { request, ask: () => setRequest("ask"), done: () => setRequest(null) };
}
