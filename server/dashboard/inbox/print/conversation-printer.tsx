import { render } from "preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { Conversation } from "../../../../shared/conversation.ts";
import { type Services, useServices } from "../../app/services.tsx";
import { useActionWithNotice } from "../../data/use-action-with-notice.ts";
import { followPrinting } from "../../ui/printing.ts";
import { loadWhole } from "./load-whole.ts";
import { PrintDialog } from "./print-dialog.tsx";
import { PrintSheet, type PrintSheetProps } from "./print-sheet.tsx";
import type { PrintRequest } from "./use-print-request.ts";

interface ConversationPrinterProps {
  readonly property: string;
  readonly propertyName: string;
  readonly conversation: Conversation;
  /** Null: nothing is to be printed. */
  readonly request: PrintRequest | null;
  /** The request is carried out, or cancelled. */
  readonly onDone: () => void;
}

/**
 * Prints the open conversation with all its messages: on request, and by the browser's menu. The menu does
 * not wait until messages are loaded: the page says then that some are missing.
 */
export function ConversationPrinter(props: ConversationPrinterProps) {
  const { property, request, onDone } = props;
  const services = useServices();
  const runWithNotice = useActionWithNotice();
  const latest = useRef(props);
  latest.current = props;
  const printer = useMemo(
    () => createPrinter(services, property, () => latest.current),
    [services, property],
  );
  useEffect(() => {
    const stop = followPrinting((isPrinting) => (isPrinting ? printer.show() : printer.clear()));
    return () => {
      stop();
      printer.clear();
    };
  }, [printer, props.conversation.id]);
  useEffect(() => {
    if (request === "print") void runWithNotice(() => printer.print(false)).then(onDone);
  }, [request]);
  return request === "ask" ? <PrintDialog print={printer.print} onClose={onDone} /> : null;
}

/** The sheet in the page, which only a printer sees. */
function createPrinter(
  { api, now }: Pick<Services, "api" | "now">,
  property: string,
  current: () => Pick<PrintSheetProps, "propertyName" | "conversation">,
) {
  let box: HTMLElement | null = null;
  /** Counts what is printed, so that a load that takes longer changes nothing of the next one. */
  let run = 0;

  const draw = (conversation: Conversation, withNotes: boolean): HTMLElement => {
    const sheet = box ?? document.createElement("div");
    sheet.className = "print-box";
    if (!box) document.body.append(sheet);
    box = sheet;
    const { propertyName } = current();
    render(<PrintSheet {...{ property, propertyName, conversation, withNotes }} printedAt={now()} />, sheet);
    return sheet;
  };
  const loadInto = async (withNotes: boolean): Promise<HTMLElement | null> => {
    const mine = ++run;
    const isWanted = () => run === mine;
    const whole = await loadWhole(api, property, current().conversation.id, isWanted);
    return isWanted() ? draw(whole, withNotes) : null;
  };
  const clear = () => {
    run++;
    if (!box) return;
    render(null, box);
    box.remove();
    box = null;
  };
  return {
    clear,
    async print(withNotes: boolean): Promise<void> {
      const sheet = await loadInto(withNotes);
      if (!sheet) return;
      await picturesLoaded(sheet);
      window.print();
    },
    /** Shows what is loaded, unless there is a sheet. */
    show(): void {
      if (box) return;
      draw(current().conversation, false);
      // the page without what is missing is printed if this fails, and it says so
      void loadInto(false).catch(() => undefined);
    },
  };
}

/** Resolves when every picture is there, or is known to be missing: its name stands below it. */
const picturesLoaded = (sheet: HTMLElement): Promise<unknown> =>
  Promise.allSettled([...sheet.querySelectorAll("img")].map((picture) => picture.decode()));
