import type { Keyboard, Locator, Mouse, Page } from "playwright-core";

/**
 * The actions of a test on elements in every engine: the part of Playwright's `Locator` that WebDriver can do too, with
 * Playwright's meaning. A locator is resolved when it is used, sees through open shadow roots, and waits up to 15 seconds.
 */
export interface EngineLocator
  extends Pick<
    Locator,
    | "boundingBox"
    | "click"
    | "count"
    | "evaluate"
    | "fill"
    | "focus"
    | "getAttribute"
    | "hover"
    | "inputValue"
    | "isVisible"
    | "press"
    | "pressSequentially"
    | "textContent"
    | "waitFor"
  > {
  getByRole: (...query: RoleQuery) => EngineLocator;
  getByLabel: (...query: TextQuery) => EngineLocator;
  getByText: (...query: TextQuery) => EngineLocator;
  locator: (selector: string) => EngineLocator;
  first: () => EngineLocator;
  last: () => EngineLocator;
  nth: (index: number) => EngineLocator;
}

/**
 * A page in any of the engines: the part of Playwright's `Page` that WebDriver can do too. In Chromium and Firefox it is
 * Playwright's own page (see `playwrightPage`).
 */
export interface EnginePage extends Pick<Page, "evaluate" | "title"> {
  goto: (address: string) => Promise<unknown>;
  reload: () => Promise<unknown>;
  goBack: () => Promise<unknown>;
  setViewportSize: (size: { width: number; height: number }) => Promise<void>;
  /** A PNG. In Firefox, a page with a policy (CSP) reports the style that a screenshot adds. */
  screenshot: () => Promise<Buffer>;
  getByRole: (...query: RoleQuery) => EngineLocator;
  getByLabel: (...query: TextQuery) => EngineLocator;
  getByText: (...query: TextQuery) => EngineLocator;
  /** @param selector CSS */
  locator: (selector: string) => EngineLocator;
  /** Real key events, for `"Enter"`, `"Shift+Tab"`, `"a"`. */
  readonly keyboard: Pick<Keyboard, "press" | "type">;
  readonly mouse: Pick<Mouse, "click" | "move">;
}

export type Role = Parameters<Page["getByRole"]>[0];
/** The role, and the accessible name: a part of it in any case, or all of it if `exact`. */
export type RoleQuery = [role: Role, options?: { name?: string | RegExp; exact?: boolean }];
export type TextQuery = [text: string | RegExp, options?: { exact?: boolean }];

/** How a page is opened. */
export interface PageOptions {
  /** CSS px; 1280 × 800 by default. In WebKit, a width below 450 is a frame of this width on the page's own origin. */
  readonly viewport?: { readonly width: number; readonly height: number };
  /** Faults that the test expects of its page, such as the report of a policy that it breaks on purpose. */
  readonly isExpected?: (fault: string) => boolean;
}

/** A page with what went wrong in it. */
export interface OpenedPage {
  readonly page: EnginePage;
  /** Uncaught errors, unhandled rejections and policy (CSP) reports so far. */
  faults(): Promise<readonly string[]>;
  /** Opens another tab of the same browser profile: same storage. */
  openTab(): Promise<OpenedPage>;
  close(): Promise<void>;
}
