import type { EngineLocator, RoleQuery, TextQuery } from "./engines-page.ts";
import { type Look, until } from "./until.ts";
import { keyActions, pointerActions, typingActions } from "./webkit-actions.ts";
import type { WebDriverSession } from "./webkit-driver.ts";
import { type FindStep, findElements, type TextMatch } from "./webkit-find.ts";

type Command = WebDriverSession["command"];

/** How long a locator waits for its element, as in the other engines, ms. */
const TIMEOUT = 15_000;

/**
 * Evaluates an expression in the page, and returns what it or its promise gives, as JSON has it; an undefined stays one.
 *
 * @param args `arguments` of the expression
 */
export async function runInPage<T>(
  command: Command,
  expression: string,
  args: readonly unknown[],
): Promise<T> {
  const script = `return Promise.resolve(${expression}).then((value) => JSON.stringify({ value }));`;
  const text = await command<string>("POST", "/execute/sync", {
    script,
    args: args.map((one) => one ?? null),
  });
  return JSON.parse(text).value;
}

const matchOf = (text: string | RegExp, exact = false): TextMatch =>
  text instanceof RegExp
    ? { kind: "pattern", source: text.source, flags: text.flags }
    : { kind: exact ? "whole" : "part", text };

/** Where an element is in the viewport, CSS px. Runs in the page. */
function boxOf(element: Element): { x: number; y: number; width: number; height: number } {
  const { x, y, width, height } = element.getBoundingClientRect();
  let zoom = 1;
  // before it has currentCSSZoom, WebKit measures in the element's own px, and takes points in the viewport's
  if (!("currentCSSZoom" in Element.prototype))
    for (let one: Element | null = element; one; ) {
      zoom *= Number(getComputedStyle(one).zoom) || 1;
      const root: Node = one.getRootNode();
      one = one.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
    }
  return { x: x * zoom, y: y * zoom, width: width * zoom, height: height * zoom };
}

/** The place of the middle of an element that a click would reach, or why it would not. Runs in the page. */
async function clickPoint(
  element: Element,
  measure: typeof boxOf,
): Promise<{ x: number; y: number } | { reason: string }> {
  const before = measure(element);
  const isInside =
    before.y >= 0 &&
    before.y + before.height <= innerHeight &&
    before.x >= 0 &&
    before.x + before.width <= innerWidth;
  if (!isInside) element.scrollIntoView({ block: "center", inline: "nearest" });
  const first = measure(element);
  await new Promise(requestAnimationFrame);
  const { x, y, width, height } = measure(element);
  if (x !== first.x || y !== first.y) return { reason: "it moves" };
  if (!width || !height || !element.checkVisibility({ visibilityProperty: true }))
    return { reason: "it is not visible" };
  if (element.matches(":disabled")) return { reason: "it is disabled" };
  const middle = { x: x + width / 2, y: y + height / 2 };
  let hit = document.elementFromPoint(middle.x, middle.y);
  for (;;) {
    const inner = hit?.shadowRoot?.elementFromPoint(middle.x, middle.y);
    if (!inner || inner === hit) break;
    hit = inner;
  }
  if (hit && (element.contains(hit) || hit.closest("label")?.control === element)) return middle;
  return { reason: `${hit?.outerHTML.slice(0, 120) ?? "nothing"} is over it` };
}

/** Replaces the text of a field as a person does who selects all and types. Runs in the page. */
function replaceText(element: Element, text: string): void {
  if (!(element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement))
    throw new Error(`${element.tagName} is no text field`);
  element.focus();
  element.select();
  if (text) document.execCommand("insertText", false, text);
  else if (element.value) document.execCommand("delete");
}

function isShown(element: Element): boolean {
  const { width, height } = element.getBoundingClientRect();
  return width > 0 && height > 0 && element.checkVisibility({ visibilityProperty: true });
}

type State = "attached" | "detached" | "visible" | "hidden";

/** A locator of WebKitGTK, with the meaning of Playwright's methods of the same names. */
export class WebKitLocator implements EngineLocator {
  readonly #command: Command;
  readonly #steps: readonly FindStep[];

  constructor(command: Command, steps: readonly FindStep[] = []) {
    this.#command = command;
    this.#steps = steps;
  }

  #then(step: FindStep): WebKitLocator {
    return new WebKitLocator(this.#command, [...this.#steps, step]);
  }
  getByRole(...[role, options = {}]: RoleQuery): WebKitLocator {
    const { name, exact } = options;
    return this.#then({ kind: "role", role, name: name === undefined ? null : matchOf(name, exact) });
  }
  getByLabel(...[text, options]: TextQuery): WebKitLocator {
    return this.#then({ kind: "label", text: matchOf(text, options?.exact) });
  }
  getByText(...[text, options]: TextQuery): WebKitLocator {
    return this.#then({ kind: "text", text: matchOf(text, options?.exact) });
  }
  locator(selector: string): WebKitLocator {
    return this.#then({ kind: "css", selector });
  }
  nth(index: number): WebKitLocator {
    return this.#then({ kind: "nth", index });
  }
  first(): WebKitLocator {
    return this.nth(0);
  }
  last(): WebKitLocator {
    return this.nth(-1);
  }

  count(): Promise<number> {
    return runInPage(this.#command, `(${findElements})(arguments[0]).length`, [this.#steps]);
  }
  /** Whether each of the elements is shown. */
  #shown(): Promise<boolean[]> {
    return runInPage(this.#command, `(${findElements})(arguments[0]).map(${isShown})`, [this.#steps]);
  }
  async isVisible(): Promise<boolean> {
    return (await this.#shown())[0] ?? false;
  }
  async waitFor({
    state = "visible",
    timeout = TIMEOUT,
  }: {
    state?: State;
    timeout?: number;
  } = {}): Promise<void> {
    await this.#until(timeout, async () => {
      const shown = await this.#shown();
      if (shown.length > 1 && state !== "detached") throw this.#ambiguous(shown.length);
      const [isVisible] = shown;
      const reached: Record<State, boolean> = {
        attached: shown.length > 0,
        detached: shown.length === 0,
        visible: isVisible === true,
        hidden: !isVisible,
      };
      return reached[state] ? { value: undefined } : { reason: `not ${state}` };
    });
  }

  readonly evaluate: EngineLocator["evaluate"] = (run: unknown, arg?: unknown) => this.#one(String(run), arg);

  /** Runs a function with the one element that this locator finds, as soon as there is one. */
  #one<T>(run: string, arg?: unknown, timeout = TIMEOUT): Promise<T> {
    const call = `(async (elements, arg) => elements.length === 1
      ? { value: await (${run})(elements[0], arg) } : { count: elements.length })((${findElements})(arguments[0]), arguments[1])`;
    return this.#until(timeout, async () => {
      type Found = { value: T } | { count: number };
      const found = await runInPage<Found>(this.#command, call, [this.#steps, arg]);
      if (!("count" in found)) return { value: found.value };
      if (found.count > 1) throw this.#ambiguous(found.count);
      return { reason: "no such element" };
    });
  }

  #until<T>(timeout: number, look: () => Promise<Look<T>>): Promise<T> {
    return until(this.#name, timeout, look);
  }
  get #name(): string {
    return JSON.stringify(this.#steps);
  }
  #ambiguous(count: number): Error {
    return new Error(`${count} elements instead of one: ${this.#name}`);
  }

  #point(): Promise<{ x: number; y: number }> {
    return this.#until(TIMEOUT, async () => {
      const seen = await this.#one<Awaited<ReturnType<typeof clickPoint>>>(
        `(element) => (${clickPoint})(element, ${boxOf})`,
      );
      return "reason" in seen ? seen : { value: seen };
    });
  }
  async click(): Promise<void> {
    const { x, y } = await this.#point();
    await this.#command("POST", "/actions", pointerActions(x, y, true));
  }
  async hover(): Promise<void> {
    const { x, y } = await this.#point();
    await this.#command("POST", "/actions", pointerActions(x, y, false));
  }
  async focus(): Promise<void> {
    await this.#one("(element) => element.focus()");
  }
  async fill(text: string): Promise<void> {
    await this.waitFor();
    await this.#one(String(replaceText), text);
  }
  async press(key: string): Promise<void> {
    await this.focus();
    await this.#command("POST", "/actions", keyActions(key));
  }
  async pressSequentially(text: string, { delay = 0 }: { delay?: number } = {}): Promise<void> {
    await this.focus();
    await this.#command("POST", "/actions", typingActions(text, delay));
  }

  boundingBox(): ReturnType<EngineLocator["boundingBox"]> {
    return this.#one(`(element) => {
      const box = (${boxOf})(element);
      return box.width || box.height ? box : null;
    }`);
  }
  textContent(): Promise<string | null> {
    return this.#one("(element) => element.textContent");
  }
  inputValue(): Promise<string> {
    return this.#one("(element) => element.value");
  }
  async getAttribute(name: string): Promise<string | null> {
    return this.#one("(element, name) => element.getAttribute(name)", name);
  }
}
