import { useEffect, useRef } from "preact/hooks";
import { createInbox, type Inbox } from "../../inbox/store/inbox-store.ts";
import { remembered, useServices } from "../services.tsx";

/** The delay after a change until the counts are loaded, in milliseconds, so that a burst of changes causes one request. */
const RECOUNT = 700;

/** The inbox of a property. It stays in memory while the page is open. */
export function useInbox(property: string, agent: string): Inbox {
  const { api, live, memory } = useServices();
  return remembered(memory, `inbox ${property}`, () => createInbox({ api, live, property, agent }));
}

/** Connects to the server, passes its frames to the stores, and sends the messages in the outbox. */
export function useLiveInbox(property: string | undefined, agent: string): void {
  const { live, outbox, typing, presence, notifications, memory, api, after } = useServices();

  useEffect(() => live.start(), [live]);
  useEffect(() => outbox.start(agent), [outbox, agent]);

  useEffect(() => {
    if (!property) return;
    const inbox = remembered(memory, `inbox ${property}`, () => createInbox({ api, live, property, agent }));
    let counting = false;
    const recount = () => {
      if (counting) return;
      counting = true;
      after(RECOUNT, () => {
        counting = false;
        void presence.sendHeartbeat();
        void inbox.recount();
      });
    };
    void inbox.start();
    const stops = [
      live.on((frame) => {
        typing.handleFrame(frame);
        if (frame.kind === "available") presence.setAvailable(frame.property, frame.available);
        if (live.leading.value) notifications.handleFrame(frame, agent, live.hasFocusedTab());
        if (inbox.handleFrame(frame)) recount();
      }),
      outbox.onSent((entry, message) => {
        if (entry.property === property) inbox.applyResult(null, entry.conversation, [message]);
      }),
    ];
    return () => {
      live.follow(null);
      for (const stop of stops) stop();
    };
  }, [property, agent]);

  useFocusReport();
  useRetryTriggers();
}

/** Reports whether this tab has the focus. While one has, no alerts are shown. */
function useFocusReport(): void {
  const { live } = useServices();
  useEffect(() => {
    const report = () => live.focus(document.hasFocus());
    report();
    addEventListener("focus", report);
    addEventListener("blur", report);
    return () => {
      removeEventListener("focus", report);
      removeEventListener("blur", report);
    };
  }, [live]);
}

/** Sends the outbox and reconnects when the browser is online again, the page visible, or the agent signed in again. */
function useRetryTriggers(): void {
  const { live, outbox, typing, session, presence } = useServices();
  const connected = live.connected.value;
  const { kind } = session.state.value;
  useEffect(() => {
    if (connected) outbox.flush();
    else typing.clear();
  }, [connected, outbox, typing]);
  useEffect(() => {
    const again = () => {
      live.nudge();
      outbox.flush();
    };
    const onVisible = () => {
      if (document.visibilityState === "visible") again();
    };
    addEventListener("online", again);
    document.addEventListener("visibilitychange", onVisible);
    return () => {
      removeEventListener("online", again);
      document.removeEventListener("visibilitychange", onVisible);
    };
  }, [live, outbox]);
  const wasOut = useRef(false);
  useEffect(() => {
    if (kind === "in" && wasOut.current) {
      live.nudge();
      outbox.flush();
      void presence.sendHeartbeat();
    }
    wasOut.current = kind !== "in";
  }, [kind, live, outbox, presence]);
}
