import type { EnginePage, RoleQuery, TextQuery } from "./engines-page.ts";
import { until } from "./until.ts";
import { keyActions, pointerActions, typingActions } from "./webkit-actions.ts";
import type { WebDriverSession } from "./webkit-driver.ts";
import { runInPage, WebKitLocator } from "./webkit-locator.ts";
import { collectFaults, framePage } from "./webkit-watch.ts";

/** CSS px. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

const WINDOW: Size = { width: 1280, height: 800 };
/** MiniBrowser's window is never narrower than this: a narrower viewport is a frame. */
const NARROWEST = 450;
/** How long a frame may take to navigate, or a window to get its size, ms. */
const TIMEOUT = 15_000;
/** How long one request for a size is waited for before it is repeated, ms. */
const RESIZE_TIMEOUT = 1_000;

/** A page of WebKitGTK, with the meaning of Playwright's methods of the same names. */
export class WebKitPage implements EnginePage {
  readonly #command: WebDriverSession["command"];
  readonly #faults: string[] = [];
  #viewport: Size;

  constructor(command: WebDriverSession["command"], viewport: Size = WINDOW) {
    this.#command = command;
    this.#viewport = viewport;
  }

  get #isFramed(): boolean {
    return this.#viewport.width < NARROWEST;
  }

  async goto(address: string): Promise<void> {
    await this.#leave();
    if (!this.#isFramed) await this.#command("POST", "/url", { url: address });
    else {
      await this.#command("POST", "/frame", { id: null });
      await this.#command("POST", "/url", { url: framePage(address, this.#viewport) });
      await this.#fitWindow({ width: NARROWEST, height: this.#viewport.height });
      const frame = { using: "css selector", value: "iframe" };
      await this.#command("POST", "/frame", { id: await this.#command("POST", "/element", frame) });
    }
    await this.#arrive();
  }

  async reload(): Promise<void> {
    await this.#leave();
    if (this.#isFramed) await this.#navigate("location.reload()");
    else await this.#command("POST", "/refresh");
    await this.#arrive();
  }

  async goBack(): Promise<void> {
    await this.#leave();
    if (this.#isFramed) await this.#navigate("history.back()");
    else await this.#command("POST", "/back");
    await this.#arrive();
  }

  /** Navigates the frame, and waits for its next document; the driver waits for whole windows only. */
  async #navigate(statement: string): Promise<void> {
    await this.evaluate(`(window.isBeforeNavigation = true, setTimeout(() => { ${statement} }), null)`);
    await until(statement, TIMEOUT, async () => {
      const isLoading = await this.evaluate(
        "window.isBeforeNavigation || document.readyState !== 'complete'",
      );
      return isLoading ? { reason: "the frame does not load" } : { value: undefined };
    });
  }

  async setViewportSize(size: Size): Promise<void> {
    if (this.#isFramed || size.width < NARROWEST)
      throw new Error("In WebKit, a phone's viewport is set at opening");
    this.#viewport = size;
    await this.#fitWindow(size);
  }

  /**
   * Gives the window the size that leaves the viewport's size for the page. The page has its new size a moment after the
   * command is answered, so a size that is read in between says nothing about the window's toolbar: it is asked for
   * again until it fits.
   */
  async #fitWindow({ width, height }: Size): Promise<void> {
    const viewport = () => this.evaluate(() => ({ width: innerWidth, height: innerHeight }));
    const look = async () => {
      const inner = await viewport();
      return inner.width === width && inner.height === height
        ? { value: undefined }
        : { reason: `the viewport is ${inner.width} × ${inner.height}`, inner };
    };
    const fits = `a viewport of ${width} × ${height}`;
    await until(fits, TIMEOUT, async () => {
      const seen = await look();
      if ("value" in seen) return seen;
      const outer = await this.#command<Size>("GET", "/window/rect");
      await this.#command("POST", "/window/rect", {
        width: outer.width + width - seen.inner.width,
        height: outer.height + height - seen.inner.height,
      });
      return until(fits, RESIZE_TIMEOUT, look).then(
        (value) => ({ value }),
        () => seen,
      );
    });
  }

  /** Fits the viewport, and begins to watch a page that does not come from a `Site`, which does so earlier. */
  async #arrive(): Promise<void> {
    if (!this.#isFramed) await this.#fitWindow(this.#viewport);
    await this.evaluate(collectFaults);
  }

  /** Takes over what the page has collected, because the next page begins an empty list. */
  async #leave(): Promise<void> {
    this.#faults.push(...(await this.evaluate(() => window.faultsOfPage?.splice(0) ?? [])));
  }

  async faults(): Promise<readonly string[]> {
    await this.#leave();
    return this.#faults;
  }

  readonly evaluate: EnginePage["evaluate"] = (run: unknown, arg?: unknown) =>
    runInPage(this.#command, typeof run === "function" ? `(${run})(arguments[0])` : `(${run})`, [arg]);

  title(): Promise<string> {
    return this.evaluate(() => document.title);
  }
  async screenshot(): Promise<Buffer> {
    return Buffer.from(await this.#command<string>("GET", "/screenshot"), "base64");
  }

  get #all(): WebKitLocator {
    return new WebKitLocator(this.#command);
  }
  getByRole(...query: RoleQuery): WebKitLocator {
    return this.#all.getByRole(...query);
  }
  getByLabel(...query: TextQuery): WebKitLocator {
    return this.#all.getByLabel(...query);
  }
  getByText(...query: TextQuery): WebKitLocator {
    return this.#all.getByText(...query);
  }
  locator(selector: string): WebKitLocator {
    return this.#all.locator(selector);
  }

  async #act(actions: object): Promise<void> {
    await this.#command("POST", "/actions", actions);
  }
  readonly keyboard: EnginePage["keyboard"] = {
    press: (key) => this.#act(keyActions(key)),
    type: (text, options) => this.#act(typingActions(text, options?.delay)),
  };
  readonly mouse: EnginePage["mouse"] = {
    move: (x, y) => this.#act(pointerActions(x, y, false)),
    click: (x, y) => this.#act(pointerActions(x, y, true)),
  };
}
