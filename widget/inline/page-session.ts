import type { InlinedSettings } from "../../shared/property.ts";
import type { VisitReceipt } from "../../shared/visitor.ts";
import type { OutboxEntry } from "../delivery/outbox-store.ts";
import type { TabEvent } from "../delivery/tabs.ts";
import type { AcrossHostsModule, EmbedHost } from "../embed/panel-host.ts";
import { openVisitorStore, type VisitorStore } from "../embed/visitor.ts";
import { isPending, recordWith, type VisitorRecord, visitorIdOf } from "../embed/visitor-record.ts";
import { createPartLoader } from "../panel/load-part.ts";
import type { Lazy, Part } from "../panel/part.ts";
import { openPersistedState, type PersistedStateStore } from "../state/persisted-state.ts";
import type { Sending } from "./start-sending.ts";

/** The module that sends forms and shows their outcome; loaded once a form is shown. */
const SEND_PART: Part<typeof import("./send-part.ts")> = {
  name: "forms-send",
  load: () => import("./send-part.ts"),
};

export type SendPart = typeof import("./send-part.ts");

/** A form of the page, as the session knows it. */
export interface SessionForm {
  readonly key: string;
  /** Whether it shows what becomes of this delivery. */
  shows(delivery: string): boolean;
  onEvent(event: TabEvent, isRemote: boolean): void;
  /** Shows what earlier pages have left in the outbox. */
  resume(entries: readonly OutboxEntry[]): void;
}

/** The session of all forms in a page: one visitor and one outbox, which are also those of the chat. */
export interface PageSession {
  readonly settings: InlinedSettings;
  /** `https://chat.example.com/w/PROPERTY` */
  readonly propertyUrl: string;
  readonly loadSendPart: Lazy<SendPart>;
  /** Whether the browser may store something and send it: there is consent, or a form was submitted (R25). */
  isActive(): boolean;
  /** The visitor, who is drawn if there is none. Only for what the visitor does themselves: it is their consent. */
  visitor(): VisitorRecord;
  /** The visitor ID; empty while the browser may not store one. */
  visitorId(): string;
  /** Only where the session is active. */
  persisted(): PersistedStateStore;
  /** The sender of the forms. */
  sending(): Promise<Sending>;
  /** Resolves once the visitor of the site's other hosts is found (R40). */
  joined(): Promise<void>;
  add(form: SessionForm): void;
  remove(form: SessionForm): void;
}

/** A session of the visitor, with what ends it: a denied consent. */
interface Host extends AbortController {
  readonly settings: InlinedSettings;
  readonly propertyUrl: string;
  visitors: VisitorStore;
  pageVisit?: Promise<Partial<VisitReceipt> | undefined> | undefined;
}

/**
 * Opens the session of a page's forms. Nothing is stored or sent before {@link PageSession.isActive}.
 *
 * @param folder of the property's files: `https://chat.example.com/w/`
 */
export function openPageSession(settings: InlinedSettings, folder: string): PageSession {
  const propertyUrl = folder + settings.property;
  const forms = new Set<SessionForm>();
  let host = openHost();
  let persisted: PersistedStateStore | undefined;
  let sending: Promise<Sending> | undefined;
  let joining: Promise<void> | undefined;
  /** The visitor has submitted a form. */
  let hasBegun = false;

  function openHost(): Host {
    const controller = new AbortController();
    const isOver = () => controller.signal.aborted;
    const visitors = openVisitorStore(propertyUrl, false, isOver, settings.domain);
    const opened: Host = Object.assign(controller, { settings, propertyUrl, visitors });
    const onStorage = (event: Event) => {
      if (opened.visitors.checkStorage(event as StorageEvent & PageTransitionEvent)) end();
    };
    for (const type of ["storage", "pagehide", "pageshow"]) addEventListener(type, onStorage, opened);
    return opened;
  }

  /** Consent was denied in another tab: what waits is gone, and the next form that is submitted begins anew. */
  function end(): void {
    host.abort();
    host = openHost();
    persisted = undefined;
    sending = undefined;
    joining = undefined;
    hasBegun = false;
  }

  const isActive = () => settings.consent !== "required" || hasBegun || !!host.visitors.read();

  const lazily = createPartLoader({ settings, signal: new AbortController().signal }, null, async () => true);
  const loadSendPart = lazily(SEND_PART, (part) => part);

  async function join(): Promise<void> {
    const { domain, handOver } = settings;
    if (!isActive() || !(domain || handOver)) return;
    try {
      const address = "./across-hosts.js"; // of the panel, whose files are in the same folder
      const { default: joinHosts }: AcrossHostsModule = await import(/* @vite-ignore */ address);
      await joinHosts(host as unknown as EmbedHost); // it uses what both have
    } catch {
      // if it cannot be loaded, this host has a visitor of its own
    }
  }

  function onEvent(event: TabEvent, isRemote: boolean): void {
    const concerned = [...forms];
    if (!("entry" in event)) {
      for (const form of concerned) form.onEvent(event, isRemote);
      return;
    }
    // an outcome is noted once, by the form that shows it
    const { delivery } = event.entry;
    const same = concerned.filter(({ key }) => delivery.kind === "submission" && key === delivery.form);
    (same.find((form) => form.shows(delivery.id)) ?? same[0])?.onEvent(event, isRemote);
  }

  async function startSending(): Promise<Sending> {
    const part = await loadSendPart();
    const hasOpenChat = () => session.persisted().read().chat === "open";
    return part.startSending(host, { isActive, hasOpenChat }, onEvent);
  }

  const session: PageSession = {
    settings,
    propertyUrl,
    loadSendPart,
    isActive,
    visitor() {
      hasBegun = true;
      return recordWith(host.visitors.issue(), false, "");
    },
    visitorId: () => (isActive() ? visitorIdOf(host.visitors.issue()) : ""),
    persisted() {
      persisted ??= openPersistedState(host.visitors);
      return persisted;
    },
    sending() {
      sending ??= startSending();
      return sending;
    },
    joined() {
      if (!isActive()) return Promise.resolve();
      joining ??= join();
      return joining;
    },
    add(form) {
      forms.add(form);
      resume(form);
    },
    remove: (form) => void forms.delete(form),
  };

  /** Shows a form what became of it on earlier pages, and sends what waits. */
  async function resume(form: SessionForm): Promise<void> {
    const { outbox } = await session.sending();
    if (!isActive()) return;
    const entries = await outbox.all();
    if (forms.has(form)) form.resume(entries);
    if (entries.length || isPending(host.visitors.read())) outbox.flush();
  }

  return session;
}
