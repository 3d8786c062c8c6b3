import { continueAfter } from "../../shared/rules/uuid.ts";
import { type DeliveryServices, flushOnWake, openDelivery } from "../delivery/open-delivery.ts";
import { solveWork } from "../delivery/solve-work.ts";
import type { TabEvent } from "../delivery/tabs.ts";

/** The sender of the forms of a page. */
export type Sending = DeliveryServices;

/**
 * Opens the outbox for the forms of a page. It stores and sends nothing by itself: a delivery has to be put into it, or it
 * has to be flushed.
 *
 * @param isActive whether something may be stored and sent
 * @param hasOpenChat whether the chat of the visitor is open, for the next page
 * @param onEvent gets the events of this tab and, as remote, those of the others; the chat of the same page is another tab
 */
export function startSending(
  host: Parameters<typeof openDelivery>[0],
  { isActive, hasOpenChat }: { isActive(): boolean; hasOpenChat(): boolean },
  onEvent: (event: TabEvent, isRemote: boolean) => void,
): Sending {
  const services = openDelivery(host, { hasOpenChat, solveWork });
  const { tabs, outbox } = services;
  tabs.subscribe((event, isRemote) => {
    if (event.kind === "queued") continueAfter(event.delivery.id);
    if (isRemote) outbox.onRemoteEvent(event);
    onEvent(event, isRemote);
  });
  // before consent not even an empty outbox is opened
  const flush = () => isActive() && outbox.flush();
  flushOnWake({ ...outbox, flush }, host.signal, () => undefined);
  return services;
}
