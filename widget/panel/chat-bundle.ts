import type { SubmissionDelivery } from "../../shared/delivery.ts";
import { uuidv7 } from "../../shared/rules/uuid.ts";
import type { VisitReceipt } from "../../shared/visitor.ts";
import { openTalk, type Talk } from "../chat/controller/chat-controller.ts";
import { type News, type OutboxNews, openOutbox } from "../delivery/outbox.ts";
import { diskStore, memoryStore } from "../delivery/outbox-store.ts";
import { createSender, openAccess } from "../delivery/sender.ts";
import { aloneUnder, openTabs } from "../delivery/tabs.ts";
import type { Doorway } from "../embed/panel-host.ts";
import { pageAddress } from "../embed/visitor.ts";
import { panelOf, recordWith } from "../embed/visitor-record.ts";
import { type Desk, type DeskParts, isSubmitted, openDesk } from "../form/form-controller.ts";
import { type Kept, keep, keepDraft, readKept } from "../state/persisted-state.ts";

export { Chat } from "./Chat.tsx";
export { Beside } from "./LauncherPreview.tsx";
export { Sent } from "./SubmissionStatus.tsx";
export { keepScroll } from "./scroll.ts";

export interface Furniture {
  readonly desk: Desk;
  readonly talk: Talk;
  /** What waited has been looked at. */
  readonly resumed: Promise<void>;
}

function after(ms: number, job: () => void): () => void {
  const timer = setTimeout(job, ms);
  return () => clearTimeout(timer);
}

/**
 * Opens what the visitor needs only once the form is there: the desk, the chat, the outbox, the line to the other tabs.
 * It is loaded while they type, and starts to send what waits.
 */
export function furnish(
  doorway: Doorway,
  { state, dispatch, emit }: Pick<DeskParts, "state" | "dispatch" | "emit">,
): Furniture {
  const { settings, at, launcher, keeper, signal } = doorway;
  const base = { ...doorway, signal, after, now: Date.now, random: Math.random };
  const tabs = settings.preview ? null : openTabs(at, (news) => hear(news, true));

  function tell(news: News): void {
    if (!signal.aborted) tabs?.postMessage(news);
  }

  function hear(news: News, elsewhere: boolean): void {
    if (elsewhere) outbox.hear(news);
    else tell(news);
    talk.hear(news, elsewhere);
    if (isAboutForms(news)) desk.hear(news, elsewhere);
  }

  const access = openAccess({
    ...base,
    fetch: (...request) => fetch(...request),
    visited: () => doorway.visits,
  });
  const kept = () => readKept(keeper);
  const mark = (waiting: boolean) => {
    const record = keeper.issue();
    // the next page has to look after an open conversation, too
    keeper.kept(recordWith(record, waiting || kept().talk === "open", panelOf(record)));
  };
  const outbox = openOutbox({
    ...base,
    disk: settings.preview ? memoryStore() : diskStore(at),
    send: createSender(access),
    alone: (job) => aloneUnder(at, job, signal),
    tell: (news) => hear(news, false),
    mark,
  });
  const shared = {
    ...base,
    outbox,
    state,
    dispatch,
    emit,
    kept,
    keep: (part: Partial<Kept>) => keep(keeper, part),
    visitor: () => recordWith(keeper.issue(), false, ""),
    newId: () => uuidv7(Date.now(), crypto.getRandomValues(new Uint8Array(8))),
  };
  const talk = openTalk({
    ...shared,
    access,
    tell,
    mark: () => (kept().talk === "open" ? mark(true) : outbox.kick()), // which takes the mark away once nothing waits
    alone: (job, signal) => aloneUnder(`${at} live`, job, signal),
    begin: (text) => desk.begin(text),
  });
  const desk = openDesk({
    ...shared,
    locale: launcher.lang,
    keepDraft: (screen, delivery) => keepDraft(keeper, screen, delivery),
    forget() {
      keeper.issue("");
      doorway.visits = keeper.visit(signal).catch(() => undefined); // the first delivery registers
      tell({ kind: "forgotten" });
      talk.reset();
    },
    page: pageAddress,
    sent: talk.queued,
  });

  const kick = () => {
    if (document.hidden) return;
    outbox.kick();
    talk.kick();
  };
  addEventListener("online", kick, { signal });
  addEventListener("pageshow", kick, { signal });
  document.addEventListener("visibilitychange", kick, { signal });
  signal.addEventListener("abort", () => {
    outbox.stop();
    tabs?.close();
  });

  /** Before anybody presses send: what stands in the form may be on its way already. */
  async function resume(): Promise<void> {
    const entries = await outbox.all();
    talk.resume(entries);
    desk.resume(entries.filter(isSubmitted));
    if (entries.length) outbox.kick();
    // without an open conversation, or news of one, nobody is connected before they open the panel
    if (state().open || kept().talk || (await hasUnread())) talk.start();
  }

  /** Whether the answer to the visit says so; one that is not from our server does not. */
  async function hasUnread(): Promise<boolean> {
    const answer = await doorway.visits;
    const receipt: Partial<VisitReceipt> | undefined = await answer
      ?.clone()
      .json()
      .catch(() => undefined);
    return !!receipt?.unread;
  }

  return { desk, talk, resumed: resume() };
}

function isAboutForms(news: News): news is OutboxNews<SubmissionDelivery> {
  if (news.kind === "queued") return news.delivery.kind === "submission";
  if (news.kind === "accepted" || news.kind === "refused") return isSubmitted(news.entry);
  return news.kind === "trying" || news.kind === "waiting";
}
