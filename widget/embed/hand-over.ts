import type { HandedOver, HandOverCode, HandOverRequest, Redemption } from "../../shared/hand-over.ts";
import { originAllowed } from "../../shared/rules/origin.ts";
import type { VisitorStore } from "./visitor.ts";

/** The name under which a code is part of an address. */
const NAME = "foyer-visitor";
/** A code in the query or the fragment of an address, with the `&` after it. */
const CODE = new RegExp(`([?&#])${NAME}=([\\w.-]+)(&?)`);
/** How long a page waits for a code or a visitor, ms. */
const PATIENCE = 1_500;
/** How long a code that was fetched for a link is good for use, ms: less than the server's minute. */
const FRESH = 45_000;

export interface HandOverContext {
  readonly propertyUrl: string;
  /** The origins between which the owner lets visitors be handed over. */
  readonly origins: readonly string[];
  readonly signal: AbortSignal;
}

/** Posts a document. @returns the answer; undefined for a refusal, a failure, and an answer that takes too long */
async function post<T>(address: string, content: object, signal: AbortSignal): Promise<T | undefined> {
  const patience = new Promise<undefined>((resolve) => setTimeout(resolve, PATIENCE));
  const request = async () => {
    // without a prototype, no `toJSON` of the page is called
    const body = JSON.stringify({ __proto__: null, ...content });
    const response = await fetch(address, { method: "POST", body, signal });
    return response.ok ? ((await response.json()) as T) : undefined;
  };
  return Promise.race([patience, request().catch(() => undefined)]);
}

/** Takes the code out of the page's address, so that it is neither stored nor passed on. @returns empty: there is none */
export function takeCode(): string {
  const [, , code = ""] = CODE.exec(location.href) ?? [];
  const address = location.href.replace(CODE, (_, before: string, __, after: string) =>
    before === "&" ? after : after && before,
  );
  if (code) history.replaceState(history.state, "", address);
  return code;
}

/**
 * Takes over the visitor of the page with the link that led here. Never in place of a visitor whom this browser has
 * already, and only if the link was on a page of an allowed origin: otherwise a link of somebody else could make this
 * browser theirs (session fixation, R40).
 */
export async function redeem(visitors: VisitorStore, code: string, context: HandOverContext): Promise<void> {
  const { propertyUrl, origins, signal } = context;
  const from = URL.canParse(document.referrer) ? new URL(document.referrer).origin : "";
  if (visitors.read() || !originAllowed(from, origins)) return;
  const content: Redemption = { code, from };
  const handed = await post<HandedOver>(`${propertyUrl}/redemptions`, content, signal);
  if (!handed || signal.aborted || visitors.read()) return;
  visitors.write(`${handed.visitor}${handed.proof}${handed.pending ? 1 : 0}`);
}

/** The link that an event is about, if it leads to another allowed origin and tells that page where it was. */
function linkOf(event: Event, { origins }: HandOverContext): HTMLAnchorElement | undefined {
  const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
  if (!link?.href || link.hasAttribute("download") || link.relList.contains("noreferrer")) return;
  return link.origin !== location.origin && originAllowed(link.origin, origins) ? link : undefined;
}

/** An address with a code: in the fragment, which no server logs, or, if that is in use, in the query. */
function withCode(href: string, code: string): string {
  const [address = "", fragment] = href.split("#");
  if (!fragment) return `${address}#${NAME}=${code}`;
  return `${address}${address.includes("?") ? "&" : "?"}${NAME}=${code}#${fragment}`;
}

/** Whether a click opens the link in this window. */
const opensHere = (event: MouseEvent, { target }: HTMLAnchorElement) =>
  !event.button &&
  !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) &&
  (!target || target === "_self");

/**
 * Takes the visitor along on links to the other allowed origins. The code is asked for when a link is about to be
 * clicked, and is in the link's address only while the browser follows it.
 */
export function handOverOnLinks(visitors: VisitorStore, context: HandOverContext): void {
  const { propertyUrl, signal } = context;
  const codes = new WeakMap<HTMLAnchorElement, { at: number; code: string; request: Promise<string> }>();

  function prepare(link: HTMLAnchorElement) {
    const known = codes.get(link);
    if (known && performance.now() - known.at < FRESH) return known;
    const record = visitors.issue();
    const content: HandOverRequest = {
      // as in visitor-record.ts: a shared import would become one more file that every panel loads
      visitor: record.slice(0, 17),
      proof: record.slice(17, 49),
      to: link.origin,
      pending: record[49] === "1",
    };
    const request = post<HandOverCode>(`${propertyUrl}/hand-overs`, content, signal).then(
      (answer) => answer?.code ?? "",
    );
    const prepared = { at: performance.now(), code: "", request };
    request.then((code) => {
      prepared.code = code;
    });
    codes.set(link, prepared);
    return prepared;
  }

  function onPointerDown(event: Event): void {
    const link = linkOf(event, context);
    if (link) prepare(link);
  }

  async function onClick(event: MouseEvent): Promise<void> {
    const link = !event.defaultPrevented && event.button < 2 && linkOf(event, context);
    if (!link) return;
    const { href } = link;
    const { code, request } = prepare(link);
    codes.delete(link); // each is used once
    if (code) {
      link.href = withCode(href, code);
      setTimeout(() => {
        link.href = href;
      });
    } else if (opensHere(event, link)) {
      event.preventDefault();
      const late = await request;
      location.assign(late ? withCode(href, late) : href);
    }
  }

  addEventListener("pointerdown", onPointerDown, { signal, capture: true, passive: true });
  for (const type of ["click", "auxclick"] as const) addEventListener(type, onClick, { signal });
}
