import { uuidv7 } from "../../shared/rules/uuid.ts";
import type { VisitReceipt } from "../../shared/visitor.ts";
import type { VisitorStore } from "../embed/visitor.ts";
import { panelStateOf, recordWith, type VisitorRecord } from "../embed/visitor-record.ts";
import { type ApiClient, createApiClient } from "./api-client.ts";
import type { CancelTimer } from "./cancel-timer.ts";
import { type Outbox, openOutbox } from "./outbox.ts";
import { openDiskStore, openMemoryStore } from "./outbox-store.ts";
import { createSender, type SolveWork } from "./sender.ts";
import { openTabs, runExclusively, type Tabs } from "./tabs.ts";

/** The session whose deliveries are sent. */
interface DeliveryHost {
  /** The address of the property on the server: `https://chat.example.com/w/PROPERTY`. */
  readonly propertyUrl: string;
  readonly visitors: VisitorStore;
  readonly signal: AbortSignal;
  pageVisit?: Promise<Partial<VisitReceipt> | undefined> | undefined;
  readonly settings: { readonly preview?: string | undefined };
}

/** Everything by which a page sends deliveries, and hears of those of other tabs. */
export interface DeliveryServices {
  readonly tabs: Tabs;
  readonly outbox: Outbox;
  readonly client: ApiClient;
  visitor(): VisitorRecord;
  /** Replaces the visitor by a new one, in this tab and in the others ("Not you?"). */
  changeVisitor(): void;
  /** Tells the next page to load the panel unasked: deliveries wait, or the conversation is open. */
  setPending(hasDeliveries: boolean): void;
  newId(): string;
  /** The time by the visitor's clock, which may be wrong and change, ms since 1970. For display and for records. */
  now(): number;
  /** The time since the page was opened, ms. It never goes back, so waits and durations are measured with it. */
  monotonicNow(): number;
  random(): number;
  /** Calls a job after so many ms. */
  after(ms: number, job: () => void): CancelTimer;
}

function after(ms: number, job: () => void): CancelTimer {
  const timer = setTimeout(job, ms);
  return () => clearTimeout(timer);
}

/**
 * Opens the outbox of a property in this browser, and what it needs. Two of them in one page work as two tabs do.
 *
 * @param hasOpenChat whether the next page has to load the panel, even if nothing waits in the outbox
 */
export function openDelivery(
  host: DeliveryHost,
  { hasOpenChat, solveWork }: { hasOpenChat(): boolean; readonly solveWork: SolveWork },
): DeliveryServices {
  const { settings, propertyUrl, visitors, signal } = host;
  const environment = { after, now: Date.now, monotonicNow: () => performance.now(), random: Math.random };
  const tabs = openTabs(settings.preview ? null : propertyUrl, signal);
  const client = createApiClient({
    propertyUrl,
    signal,
    visitors,
    after,
    fetch: (...request) => fetch(...request),
    pageVisit: () => host.pageVisit,
  });
  const setPending = (hasDeliveries: boolean) => {
    const record = visitors.issue();
    visitors.write(recordWith(record, hasDeliveries || hasOpenChat(), panelStateOf(record)));
  };
  const outbox = openOutbox({
    ...environment,
    disk: settings.preview ? openMemoryStore() : openDiskStore(propertyUrl, after),
    send: createSender(client, solveWork),
    exclusively: (job) => runExclusively(propertyUrl, job, signal),
    publish: tabs.publish,
    setPending,
  });
  return {
    ...environment,
    tabs,
    outbox,
    client,
    setPending,
    visitor: () => recordWith(visitors.issue(), false, ""),
    changeVisitor() {
      client.post(visitors.issue(), "/sign-outs", {});
      visitors.renew();
      delete host.pageVisit; // it is the former visitor's; the first request registers the new one
      tabs.publish({ kind: "visitor_changed" });
    },
    newId: () => uuidv7(Date.now(), crypto.getRandomValues(new Uint8Array(8))),
  };
}

/** Sends what waits whenever the network may be back, until the session ends. @param onWake is called then too */
export function flushOnWake(
  outbox: { flush(): void; readonly stop: () => void },
  signal: AbortSignal,
  onWake: () => void,
): void {
  const wake = () => {
    if (document.hidden) return;
    outbox.flush();
    onWake();
  };
  addEventListener("online", wake, { signal });
  addEventListener("pageshow", wake, { signal });
  document.addEventListener("visibilitychange", wake, { signal });
  signal.addEventListener("abort", outbox.stop);
}
