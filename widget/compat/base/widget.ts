import type { FoyerCommands } from "../../api/foyer.ts";

/** The widget's launcher and panel, with what vendors' functions answer about them. */
export interface Widget {
  readonly isOpen: boolean;
  readonly isHidden: boolean;
  /** Opens the panel, of a hidden launcher too. */
  open(): void;
  close(): void;
  toggle(): void;
  /** Shows the launcher. */
  show(): void;
  /** Hides the launcher; an open panel stays until it is closed. */
  hideLauncher(): void;
  /** Hides the launcher, and closes the panel. */
  hide(): void;
}

/**
 * Controls the widget as vendors do: a hidden launcher does not keep the panel from being opened, and is hidden again when
 * the panel closes.
 */
export function controlWidget(foyer: FoyerCommands): Widget {
  let isOpen = false;
  let isHidden = false;
  foyer.on("open", () => {
    isOpen = true;
  });
  foyer.on("close", () => {
    isOpen = false;
    if (isHidden) foyer.hide();
  });
  const widget: Widget = {
    get isOpen() {
      return isOpen;
    },
    get isHidden() {
      return isHidden;
    },
    open() {
      if (isHidden) foyer.show();
      foyer.open();
    },
    close: () => foyer.close(),
    toggle: () => (isOpen ? widget.close() : widget.open()),
    show() {
      isHidden = false;
      foyer.show();
    },
    hideLauncher() {
      isHidden = true;
      if (!isOpen) foyer.hide();
    },
    hide() {
      isHidden = true;
      foyer.hide();
    },
  };
  return widget;
}
