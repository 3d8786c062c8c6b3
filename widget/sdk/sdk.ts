import type { FoyerCommands, FoyerEvents, Identity } from "../api/foyer.ts";
import type { EmbedForSdk, IdentifyModule, SdkCall } from "../embed/panel-host.ts";
import type { ActivityCall, ActivityModule } from "./activity-module.ts";
import { createAppearance } from "./appearance.ts";
import { faultOfCall } from "./check-call.ts";
import type { DoctorModule } from "./doctor-module.ts";
import { createPartLoader } from "./load-part.ts";
import { createPanelCommands } from "./panel-commands.ts";

/** The commands that are about the visitor: a logout cancels those before it. */
const OF_VISITOR: readonly (keyof FoyerCommands)[] = [
  ...(["identify", "set", "track", "page", "tag", "untag"] as const),
  ...(["write", "prefill", "start", "end"] as const),
];

/** Carries out the commands of one widget, in order. */
type Sdk = (calls: SdkCall[]) => void;

/** By the widgets' signals: a page may shut the widget down and start another one. */
const sdks = new WeakMap<AbortSignal, Sdk>();

/** Carries out the commands that the embed has no code for. */
export default function carryOut(embed: EmbedForSdk, calls: SdkCall[]): void {
  if (embed.events.aborted) return;
  const sdk = sdks.get(embed.events) ?? createSdk(embed, calls);
  sdks.set(embed.events, sdk);
  sdk(calls);
}

function createSdk(embed: EmbedForSdk, calls: SdkCall[]): Sdk {
  const { events, warn } = embed;
  const loadPart = createPartLoader(events);
  /** The commands whose faults the console says already. */
  const reported = new Set<string>();
  /** The last error of each command. */
  const errors = new Map<string, FoyerEvents["error"]>();
  let queue: Promise<unknown> = Promise.resolve();
  /** How many batches and identifications are not done yet. */
  let busy = 0;
  /** The user who is being identified. */
  let identity: unknown;
  /** Statements about the visitor wait until it is known who that is. */
  const backlog: ActivityCall[] = [];

  const forPanel = createPanelCommands(embed);
  const appearance = createAppearance(embed, forPanel.panel);

  events.addEventListener("error", (event) => {
    const { detail } = event as CustomEvent<FoyerEvents["error"]>;
    errors.set(detail.command, detail);
  });

  function refuse(command: keyof FoyerCommands, detail: string): void {
    if (!reported.has(command)) warn(`${command}: ${detail}. The call is ignored.`);
    reported.add(command);
    const error: FoyerEvents["error"] = { command, code: "invalid_argument", detail };
    events.dispatchEvent(new CustomEvent("error", { detail: error }));
  }

  async function settle(job: Promise<unknown>): Promise<void> {
    busy++;
    await job.catch(() => undefined); // whatever failed is in the console, and the next call must be carried out
    busy--;
    const host = embed.session();
    if (!busy && !calls.length && backlog.length && host) {
      const said = backlog.splice(0);
      const say = await loadPart<ActivityModule>("activity");
      for (const call of said) say(embed, host, call);
    }
  }

  async function identify(who: Identity | 0): Promise<void> {
    const run = await loadPart<IdentifyModule>("identify");
    const host = embed.session();
    if (host) await run(host, embed.restart, [who]);
  }

  /** The commands with arguments that are checked. */
  const handlers = {
    identify(who: Identity) {
      identity = who;
      settle(identify(who));
    },
    logout: () => identify(0),
    set: (attributes: object) => backlog.push({ type: "set", attributes: attributes as never }),
    track: (event: string, data?: object) =>
      backlog.push({ type: "track", event, ...(data && { data: data as never }) }),
    page: () => backlog.push({ type: "page" }),
    tag: (...tags: string[]) => backlog.push({ type: "tag", tags }),
    untag: (...tags: string[]) => backlog.push({ type: "untag", tags }),
    doctor: async () => (await loadPart<DoctorModule>("doctor"))(embed, [...errors.values()]),
    ...appearance,
    write: forPanel.write,
    prefill: forPanel.prefill,
    start: forPanel.start,
    end: forPanel.end,
  };

  async function run([command, args, resolve]: SdkCall): Promise<void> {
    const fault = faultOfCall(command, args);
    const handler = Object.hasOwn(handlers, command) && handlers[command as keyof typeof handlers];
    if (fault) refuse(command, fault);
    else if (handler) {
      const result = (handler as (...args: readonly unknown[]) => unknown)(...args);
      if (command === "logout") await result; // those after it are about the new visitor
      return resolve(result);
    }
    resolve();
  }

  async function runAll(batch: readonly SdkCall[]): Promise<void> {
    const lastLogout = batch.findLastIndex(([command]) => command === "logout");
    const next = batch[lastLogout + 1];
    // `identify` logs a former user out itself, and then says again who the visitor is
    const isOwn = next?.[0] === "identify" && next[1][0] === identity;
    if (lastLogout >= 0 && !isOwn) {
      backlog.length = 0;
      forPanel.forget();
    }
    for (const [at, call] of batch.entries())
      if (at > lastLogout || !OF_VISITOR.includes(call[0])) await run(call);
  }

  return (calls) => {
    const batch = calls.splice(0);
    if (!embed.session()) {
      for (const call of batch) {
        if (call[0] === "doctor") run(call);
        else calls.push(call); // before consent nothing is sent or stored (R25)
      }
    } else {
      const job = queue.then(() => runAll(batch));
      queue = job.catch(() => undefined);
      settle(job);
    }
  };
}
