import type { IdentifyAnswer, IdentifyRequest } from "../../shared/identity.ts";
import type { Answers, FormField } from "../../shared/rules/form.ts";
import type { Foyer, Identity } from "../api/foyer.ts";
import type { INSTALLED } from "../api/global-name.ts";
import type { EmbedHost, IdentifyCall, LocaleModule } from "../embed/panel-host.ts";
import { warn } from "../embed/warn.ts";
import type { PersistedState } from "../state/persisted-state.ts";
import { logOut } from "./log-out.ts";

/** The answers of the server for which a request is sent again: with another token, or later. */
const TRY_AGAIN = [401, 408, 425, 429];
/** The longest wait before another try, seconds. */
const LONGEST_WAIT = 60;

/** A problem document, as far as it is read here. */
interface Refusal {
  readonly code?: string;
  readonly title?: string;
  readonly detail?: string;
}
type Answer = Partial<IdentifyAnswer> & Refusal;

let last: Promise<unknown> = Promise.resolve();
/** How often in a row the browser was another user's. */
let changes = 0;
/** The proof of the visitor whom another user has replaced: what was said afterwards is of the new user. */
let replaced = "";

const proofOfHost = ({ visitors }: EmbedHost) => visitors.read().slice(17, 49);

/** Says who the visitor is (R33). Calls are carried out one after the other; a logout ends all before it. */
export default async function identify(
  host: EmbedHost,
  resume: () => void,
  queue: IdentifyCall[],
): Promise<void> {
  const calls = queue.splice(0);
  if (calls[0] === 0) {
    logOut(host, resume);
    for (const call of calls) foyer()?.("identify", call || ""); // in the session of the new visitor
    return;
  }
  const proof = proofOfHost(host);
  for (const call of calls)
    last = last
      .then(async () => {
        if (!call) return;
        if (!host.signal.aborted) await signIn(host, resume, call);
        // the session has ended: the next one does it, unless the visitor has logged out
        else if (proof === replaced || proof === proofOfHost(host)) foyer()?.("identify", call);
      })
      .catch(() => undefined); // whatever failed is in the console, and the next call must be carried out
  /** Another tab, or the page that the Back key leaves, has logged the visitor out, whom this page still shows. */
  const onChange = () => {
    if (proofOfHost(host) === proof) return;
    host.pageVisit = undefined; // it is the former visitor's
    host.show(false);
    resume();
  };
  for (const type of ["pageshow", "storage"]) addEventListener(type, onChange, { signal: host.signal });
  await last;
}

/** The widget; undefined after it was shut down. */
function foyer() {
  const installed = window[Symbol.for("foyer") as typeof INSTALLED];
  return typeof installed === "function" ? (installed as Foyer) : undefined;
}

/** Asks the server until it answers. */
async function signIn(host: EmbedHost, resume: () => void, who: Identity): Promise<void> {
  const { visitors, signal, propertyUrl } = host;
  let receipt = await host.pageVisit;
  for (let tries = 0; !signal.aborted; tries++) {
    const { token } = receipt ?? {};
    const response = token
      ? await post(`${propertyUrl}/identities`, toRequest(token, who), signal).catch(() => undefined)
      : undefined;
    const answer: Answer = await response?.json().catch(() => ({}));
    if (signal.aborted) return;
    if (response?.ok && answer?.known) return accept(host, resume, answer);
    if (answer?.code === "identity_user_differs" && ++changes < 3) {
      replaced = proofOfHost(host);
      foyer()?.("logout");
      foyer()?.("identify", who);
      return;
    }
    if (response && answer?.code && response.status < 500 && !TRY_AGAIN.includes(response.status))
      return refuse(host, answer);
    const seconds = Math.min(2 ** tries, LONGEST_WAIT);
    await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
    if (signal.aborted) return;
    // the first page's own visit comes after a second
    const visit = tries ? undefined : host.pageVisit;
    receipt = await (visit ?? visitors.visit(signal).then((one) => one.json())).catch(() => undefined);
  }
}

/** Posts a JSON document. Its parts have no prototypes, so that no `toJSON` of the page is called. */
const post = (address: string, body: object, signal: AbortSignal) =>
  fetch(address, { method: "POST", signal, body: JSON.stringify(body) });

function toRequest(token: string, who: Identity): IdentifyRequest {
  const own = { __proto__: null, token };
  if (typeof who === "string") return { ...own, kind: "token", jwt: who };
  const { user_hash, attributes, ...others } = who;
  const claims = { __proto__: null, ...others, attributes: attributes && { __proto__: null, ...attributes } };
  return user_hash ? { ...own, kind: "hash", user_hash, claims } : { ...own, kind: "claim", claims };
}

/** The panel's stored state, as far as there is one. None of its parts has a prototype. */
function readState({ visitors }: EmbedHost): Partial<PersistedState> {
  const bare = (_: string, value: unknown) =>
    value && typeof value === "object" ? Object.setPrototypeOf(value, null) : value;
  try {
    return JSON.parse(visitors.issue().slice(50), bare);
  } catch {
    return {}; // nothing is stored yet
  }
}

/** Changes the stored state. @returns whether it is another one now */
function writeState(host: EmbedHost, part: Partial<PersistedState>): boolean {
  const record = host.visitors.issue();
  const state = JSON.stringify({ __proto__: null, ...readState(host), ...part });
  const isChanged = state !== record.slice(50).trimStart();
  // recordWith and showsChat, inlined: a shared import would load the whole panel
  const start = record.slice(0, 49) + (record[49] === "1" ? "1" : "0") + (record[50] === " " ? " " : "");
  if (isChanged) host.visitors.write(start + state);
  return isChanged;
}

/** The texts of a language, whose file is beside this one. */
const loadWords = (language: string): Promise<LocaleModule | undefined> =>
  import(/* @vite-ignore */ `./${language}.js`).catch(() => undefined);

/** Stores who the visitor is, so that no form asks for what the site has said (R28), and tells the page. */
async function accept(host: EmbedHost, resume: () => void, answer: Answer): Promise<void> {
  const { settings, launcher, events, signal } = host;
  const { userId = null, ignored = [] } = answer;
  changes = 0;
  if (ignored.length) warn(`identify: these values cannot be used: ${ignored.join(", ")}`);
  // the settings of the forms come with the texts
  const words = await loadWords(launcher.lang);
  if (signal.aborted) return;
  const { forms } = { ...settings, ...words?.default.property };
  const fields = [forms?.pre_chat, forms?.offline].flatMap((form) => form?.fields ?? []);
  const known: Answers = Object.setPrototypeOf(
    { ...answersTo(fields, answer.known ?? {}), ...readState(host).known },
    null,
  );
  const identity = Object.setPrototypeOf(
    { userId: userId ?? readState(host).identity?.userId ?? null },
    null,
  );
  // a panel that is there is drawn anew
  if (writeState(host, { known, identity }) && host.panel) {
    resume();
    foyer()?.("identify", ""); // the next session too must hear of other tabs
  }
  events.dispatchEvent(new CustomEvent("identified", { detail: { userId } }));
}

/** The answers to the fields that ask for what the site has said. */
function answersTo(fields: readonly FormField[], said: IdentifyAnswer["known"]) {
  const values: Readonly<Record<string, string | undefined>> = { __proto__: null, ...said } as never;
  return Object.fromEntries(fields.flatMap(({ id, type }) => (values[type] ? [[id, values[type]]] : [])));
}

/** Tells the page's developer. The visitor goes on as before. */
function refuse(host: EmbedHost, { code = "", title = "", detail = "" }: Refusal): void {
  const userId = readState(host).identity?.userId ?? null;
  writeState(host, { identity: { userId, refusal: { code, detail, at: Date.now() } } });
  warn(`identify: ${code}: ${title} ${detail}`);
  host.events.dispatchEvent(new CustomEvent("error", { detail: { command: "identify", code, detail } }));
}
