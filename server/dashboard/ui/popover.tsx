import type { ComponentChildren } from "preact";
import { useId, useRef } from "preact/hooks";

interface PopoverProps {
  /** The content of the button. */
  readonly button: ComponentChildren;
  /** The purpose of the button, where its content does not say it. */
  readonly label?: string;
  readonly buttonClass: string;
  readonly onOpen?: () => void;
  readonly children: (close: () => void) => ComponentChildren;
}

const GAP = 6;

/** Puts the panel under (or above) its button, inside the window, along the line of text. */
function place(panel: HTMLElement, anchor: HTMLElement): void {
  const box = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = panel;
  const rightToLeft = getComputedStyle(anchor).direction === "rtl";
  const wanted = rightToLeft ? box.right - width : box.left;
  const left = Math.min(Math.max(wanted, GAP), innerWidth - width - GAP);
  const below = box.bottom + GAP;
  const above = box.top - height - GAP;
  // in a low window there may be room neither below nor above
  const lowest = innerHeight - height - GAP;
  const top = below <= lowest ? below : Math.max(GAP, Math.min(above, lowest));
  panel.style.left = `${left}px`;
  panel.style.top = `${top}px`;
}

/** A button that unfolds a small panel; a click elsewhere or Escape folds it up. */
export function Popover({ button, label, buttonClass, onOpen, children }: PopoverProps) {
  const id = useId();
  const anchor = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  return (
    <>
      <button ref={anchor} type="button" class={buttonClass} popovertarget={id}>
        {label && <span class="unseen">{label}</span>}
        {button}
      </button>
      <div
        ref={panel}
        id={id}
        class="popover"
        popover="auto"
        onToggle={(event) => {
          if (event.newState !== "open" || !anchor.current) return;
          place(event.currentTarget, anchor.current);
          onOpen?.();
        }}
      >
        {children(() => panel.current?.hidePopover())}
      </div>
    </>
  );
}
