import { type ReadonlySignal, signal } from "@preact/signals";
import { type ComponentChildren, createContext } from "preact";
import { useContext } from "preact/hooks";
import { type Api, createApi } from "./api.ts";
import { createGuard, type Guard } from "./guard.ts";
import { createNotices, type Notices } from "./notices.ts";
import { createPresence, type PresenceKeeper } from "./presence.ts";
import { createSession, type Session } from "./session.ts";
import type { Upload } from "./upload.ts";

/** What every screen may use. Made once in `main.tsx`, and by tests with parts of their own. */
export interface Services {
  readonly api: Api;
  readonly session: Session;
  readonly presence: PresenceKeeper;
  readonly notices: Notices;
  readonly guard: Guard;
  /** Whether the server answered the last call. */
  readonly reached: ReadonlySignal<boolean>;
  /** The time that is shown as "now"; moves every half minute. */
  readonly clock: ReadonlySignal<number>;
  /** What outlives a screen while the page is open: loaded lists and where they were scrolled to. */
  readonly memory: Map<string, unknown>;
  /** Choices of this browser. */
  readonly storage: Pick<Storage, "getItem" | "setItem">;
}

interface Outside {
  readonly page: Window;
  readonly fetch: typeof fetch;
  readonly upload: Upload;
  readonly storage: Services["storage"];
  readonly now: () => number;
  readonly after: (ms: number, act: () => void) => () => void;
}

const CLOCK_TICK = 30_000;

/** Builds the services from what the outside offers. */
export function createServices({ page, fetch, upload, storage, now, after }: Outside): Services {
  const reached = signal(true);
  const clock = signal(now());
  const tick = () => {
    clock.value = now();
    after(CLOCK_TICK, tick);
  };
  after(CLOCK_TICK, tick);

  const memory = new Map<string, unknown>();
  const api = createApi({
    fetch,
    upload,
    onReach(ok) {
      reached.value = ok;
    },
    onSignedOut() {
      memory.clear();
      session.ended();
    },
  });
  const session = createSession(api);
  return {
    api,
    session,
    presence: createPresence({ api, storage, after }),
    notices: createNotices(after),
    guard: createGuard(page),
    reached,
    clock,
    memory,
    storage,
  };
}

const Context = createContext<Services | null>(null);

export function ServicesProvider({
  services,
  children,
}: {
  services: Services;
  children: ComponentChildren;
}) {
  return <Context.Provider value={services}>{children}</Context.Provider>;
}

/** @throws Error outside of a `ServicesProvider` */
export function useServices(): Services {
  const services = useContext(Context);
  if (!services) throw new Error("useServices needs a ServicesProvider around it");
  return services;
}

/** Something that outlives the screen, made when it is first asked for. */
export function remembered<T>(memory: Map<string, unknown>, key: string, make: () => T): T {
  if (!memory.has(key)) memory.set(key, make());
  // each key is written in one place only, with one type
  return memory.get(key) as T;
}
