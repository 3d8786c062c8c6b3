import type { ActivityAnswer, ActivityEntry, ActivityRequest } from "../../shared/activity.ts";
import type { Problem } from "../../shared/error.ts";
import type { FoyerCommands } from "../api/foyer.ts";
import type { EmbedForSdk, EmbedHost } from "../embed/panel-host.ts";
import type { ActivityCall } from "./activity-module.ts";
import { createActivityQueue } from "./activity-queue.ts";

/** How long calls are collected before they are sent, ms. */
const COLLECTING = 300;
/** The longest wait before another try, seconds. */
const LONGEST_WAIT = 60;
/** The longest body of a request that outlives the page, in characters: browsers allow 64 KB. */
const MAX_KEEPALIVE = 20_000;
/** The answers of the server for which a batch is sent again: with another token, or later. */
const TRY_AGAIN = [401, 408, 425, 429];

/** A batch that the server has not taken yet. Its ID stays the same on every try. */
interface Batch {
  readonly id: string;
  readonly entries: readonly ActivityEntry[];
}
/** As `embed/visitor.ts` has it, inlined: a shared import would make a file that the form has to load too. */
const pageAddress = () => location.href.replace(/#(?![/!]).*/, "");

type Answer = Partial<ActivityAnswer & Pick<Problem, "title" | "detail"> & { readonly code: string }>;

/** Sends what is said about one visitor, in the sessions that have that visitor. */
interface Sender {
  readonly proof: string;
  say(host: EmbedHost, call: ActivityCall): void;
}

/** The senders by the widgets' signals: a page may shut the widget down and start another one. */
const senders = new WeakMap<AbortSignal, Sender>();
/** The texts that are in the console already. */
const reported = new Set<string>();

function warnOnce(text: string): void {
  if (reported.has(text) || reported.size > 100) return;
  reported.add(text);
  // biome-ignore lint/suspicious/noConsole: as `embed/warn.ts`, which would become a file of its own if two parts shared it
  console.warn(`Foyer: ${text}`);
}

const proofOfHost = ({ visitors }: EmbedHost) => visitors.issue().slice(17, 49);

/** Passes on what the page says about its visitor. What was said of another visitor before is dropped with them. */
export default function say(embed: EmbedForSdk, host: EmbedHost, call: ActivityCall): void {
  const proof = proofOfHost(host);
  const known = senders.get(embed.events);
  const sender = known?.proof === proof ? known : createSender(embed, proof);
  senders.set(embed.events, sender);
  sender.say(host, call);
}

function createSender(embed: EmbedForSdk, proof: string): Sender {
  const queue = createActivityQueue();
  let batch: Batch | undefined;
  let isSending = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** How often in a row a batch was sent in vain. */
  let failures = 0;
  /** The page that was registered by `page`. */
  let visited = "";

  function sendIn(ms: number): void {
    clearTimeout(timer);
    timer = setTimeout(send, ms);
  }

  function next(): Batch | undefined {
    const entries = queue.take(performance.now());
    if (!entries.length) return undefined;
    const words = crypto.getRandomValues(new Uint32Array(4));
    return { id: Array.from(words, (word) => word.toString(16).padStart(8, "0")).join(""), entries };
  }

  async function send(): Promise<void> {
    const host = embed.session();
    // without the session of this visitor, nothing is sent any more
    if (isSending || !host || proofOfHost(host) !== proof) return;
    batch ??= next();
    if (!batch) return;
    isSending = true;
    const response = await post(host, batch, failures).catch(() => undefined);
    const answer: Answer = (await response?.json().catch(() => undefined)) ?? {};
    isSending = false;
    const { status = 0, headers } = response ?? {};
    if (response?.ok && answer.ignored) {
      if (answer.ignored.length) warnOnce(`these values cannot be used: ${answer.ignored.join(", ")}`);
    } else if (!answer.code || TRY_AGAIN.includes(status) || status >= 500) {
      const seconds = Number(headers?.get("Retry-After")) || 0;
      const ceiling = Math.min(2 ** failures++, LONGEST_WAIT);
      // a session that was drawn anew has aborted the request
      return sendIn(host.signal.aborted ? 0 : 1_000 * Math.max(seconds, ceiling * (0.5 + Math.random() / 2)));
    } else refuse(embed, batch, answer);
    batch = undefined;
    failures = 0;
    sendIn(0);
  }

  addEventListener("online", () => sendIn(0), { signal: embed.events });
  // at once: the timers of a page that is left do not run
  addEventListener("pagehide", () => void send(), { signal: embed.events });

  return {
    proof,
    say(host, call) {
      if (call.type === "page") {
        if (visited !== pageAddress()) visit(host);
        visited = pageAddress();
        return;
      }
      const fault = queue.add(call, pageAddress(), performance.now());
      if (fault) warnOnce(`${call.type}: ${fault}`);
      if (!isSending && !failures) sendIn(COLLECTING);
    },
  };
}

/** Registers a visit of the page at once. Its answer has the visitor's token. */
function visit(host: EmbedHost): EmbedHost["pageVisit"] {
  host.pageVisit = host.visitors
    .visit(host.signal)
    .then((response) => response.json())
    .catch(() => undefined);
  return host.pageVisit;
}

/** @throws if there is no answer, or no token */
async function post(host: EmbedHost, { id, entries }: Batch, failures: number): Promise<Response> {
  // the page's own visit comes after a second; a token that was refused is replaced
  const receipt = (await host.pageVisit) ?? (failures ? await visit(host) : undefined);
  const token = receipt?.token;
  if (!token) throw new Error("No token");
  const list = Object.setPrototypeOf([...entries], null);
  const request: ActivityRequest = { token, id, entries: list };
  const body = JSON.stringify(Object.setPrototypeOf(request, null));
  const response = await fetch(`${host.propertyUrl}/activity`, {
    method: "POST",
    signal: host.signal,
    keepalive: body.length < MAX_KEEPALIVE,
    body,
  });
  if (response.status === 401) host.pageVisit = undefined;
  return response;
}

/** Tells the page's developer that a batch was refused for good. */
function refuse(
  { events }: EmbedForSdk,
  { entries }: Batch,
  { code = "", title = "", detail = "" }: Answer,
): void {
  const kind = entries[0]?.kind ?? "set";
  const command: keyof FoyerCommands = kind === "event" ? "track" : kind;
  warnOnce(`${command}: ${code}: ${title} ${detail}`);
  const error = { command, code, detail: detail || title };
  events.dispatchEvent(new CustomEvent("error", { detail: error }));
}
