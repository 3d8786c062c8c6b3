import { type ReadonlySignal, signal } from "@preact/signals";
import { type ComponentChildren, createContext } from "preact";
import { useContext } from "preact/hooks";
import { uuidv7 } from "../../../shared/rules/uuid.ts";
import { createAgentStore, SIGNED_IN } from "../data/agent-store.ts";
import { type Api, createApi } from "../data/api.ts";
import { type CodeUpdate, createCodeUpdate } from "../data/code-update.ts";
import { createConnection, type LiveSocket } from "../data/live/connection.ts";
import { createLive, type Live, type LiveDeps } from "../data/live/live.ts";
import { createNotices, type Notices } from "../data/notices.ts";
import { createNotifications, type Notifications, type Notifier } from "../data/notifications.ts";
import { createOutbox, type Outbox } from "../data/outbox.ts";
import { createPresence, type PresenceController } from "../data/presence.ts";
import type { BrowserPush } from "../data/push.ts";
import { createSession, type Session } from "../data/session.ts";
import type { LocalStore } from "../data/storage.ts";
import { createTyping, createTypingSender, type Typing } from "../data/typing.ts";
import { createUnsavedGuard, type UnsavedGuard } from "../data/unsaved-guard.ts";
import type { Upload } from "../data/upload.ts";
import { createLanguage, type LanguageController } from "../i18n/language-controller.ts";
import { loadDictionary } from "../i18n/load-dictionary.ts";
import { setTexts } from "../i18n/translate.ts";
import { ROOT } from "./routes.ts";

/** The services of all screens. `main.tsx` creates them once; tests create them with a fake environment. */
export interface Services {
  readonly api: Api;
  readonly session: Session;
  readonly presence: PresenceController;
  readonly notices: Notices;
  readonly guard: UnsavedGuard;
  /** Reloads the page when its code is older than the server's. */
  readonly codeUpdate: CodeUpdate;
  /** Whether the server answered the last request. */
  readonly reached: ReadonlySignal<boolean>;
  /** The current time for relative times, in milliseconds. It is updated every half minute. */
  readonly clock: ReadonlySignal<number>;
  /** State that outlives a screen while the page is open: loaded lists and their scroll positions. */
  readonly memory: Map<string, unknown>;
  /** The preferences of this browser. */
  readonly preferences: Pick<Storage, "getItem" | "setItem">;
  /** Text and messages that are not sent yet. */
  readonly localStore: LocalStore;
  readonly language: LanguageController;
  readonly live: Live;
  readonly outbox: Outbox;
  readonly typing: Typing;
  /** Informs the visitor and other agents that this agent is typing. */
  readonly typingSender: ReturnType<typeof createTypingSender>;
  readonly notifications: Notifications;
  /** Loads the code for push messages. */
  readonly loadPush: () => Promise<BrowserPush>;
  /** Makes an ID for something new. */
  readonly newId: () => string;
  readonly now: () => number;
  readonly after: Environment["after"];
}

interface Environment {
  readonly page: Window;
  readonly fetch: typeof fetch;
  readonly upload: Upload;
  readonly localStore: LocalStore;
  readonly notifier: Notifier;
  /** Loads the code for push messages. */
  readonly loadPush: () => Promise<BrowserPush>;
  readonly socket: () => LiveSocket;
  readonly tabs: Pick<LiveDeps, "channel" | "elect">;
  readonly exclusively: (task: () => Promise<void>) => Promise<void>;
  /** Returns `count` random bytes. */
  readonly bytes: (count: number) => Uint8Array;
  readonly preferences: Services["preferences"];
  readonly now: () => number;
  readonly after: (ms: number, act: () => void) => () => void;
}

const CLOCK_TICK = 30_000;

/** Creates the services for an environment: a browser, or a test. */
export function createServices(environment: Environment): Services {
  const { page, fetch, upload, preferences, localStore, now, after } = environment;
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
    onSignedOut: () => session.expired(),
    onAccessLost: () => void session.load(),
  });
  const session = createSession(api, () => memory.clear(), createAgentStore(localStore));
  // a browser has one session: after a sign-in in one tab, all tabs act as that agent
  localStore.onChange((key) => {
    if (key !== SIGNED_IN) return;
    if (localStore.get(SIGNED_IN)) void session.load();
    else session.signedOut();
  });
  const newId = () => uuidv7(now(), environment.bytes(8));
  const random = () => ((environment.bytes(1)[0] ?? 0) + 0.5) / 256;
  const live = createLive({
    tab: newId(),
    ...environment.tabs,
    connection: (events) =>
      createConnection({ token: api.connectToken, open: environment.socket, after, now, random }, events),
  });
  return {
    api,
    session,
    presence: createPresence({ api, preferences, after }),
    notices: createNotices(after),
    guard: createUnsavedGuard(page),
    codeUpdate: createCodeUpdate({
      isReachable: () =>
        fetch(`${ROOT}/`, { cache: "no-store" }).then(
          ({ ok }) => ok,
          () => false,
        ),
      reload: () => page.location.reload(),
      preferences,
      now,
    }),
    reached,
    clock,
    memory,
    preferences,
    localStore,
    language: createLanguage({
      browserLanguages: () => page.navigator.languages,
      preferences,
      load: loadDictionary,
      show(language, dictionary) {
        setTexts(language, dictionary);
        page.document.documentElement.lang = language;
        page.document.documentElement.dir = language === "ar" ? "rtl" : "ltr";
      },
    }),
    live,
    outbox: createOutbox({
      localStore,
      send: ({ property, conversation, id, kind, text, files, status, seen, cc, bcc }) =>
        api.sendMessage(property, conversation, {
          id,
          kind,
          text,
          files: files.map((file) => file.id),
          ...(status && { status }),
          ...(cc && { cc }),
          ...(bcc && { bcc }),
          ...(seen !== undefined && { seen }),
        }),
      exclusively: environment.exclusively,
      after,
      now,
      random,
    }),
    typing: createTyping(after),
    typingSender: createTypingSender((frame) => live.typing(frame), after, now),
    notifications: createNotifications(preferences, environment.notifier),
    loadPush: environment.loadPush,
    newId,
    now,
    after,
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

/** Returns the value that is stored under a key, or creates and stores it. */
export function remembered<T>(memory: Map<string, unknown>, key: string, make: () => T): T {
  if (!memory.has(key)) memory.set(key, make());
  // each key is written in one place only, with one type
  return memory.get(key) as T;
}
