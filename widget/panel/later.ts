import { uuidv7 } from "../../shared/rules/uuid.ts";
import type { Doorway } from "../contract.ts";
import { type News, openOutbox } from "../outbox.ts";
import { diskStore, memoryStore } from "../outbox-store.ts";
import { panelOf, recordWith } from "../record.ts";
import { createSender } from "../sender.ts";
import { aloneUnder, openTabs } from "../tabs.ts";
import { drawVisitor, pageAddress, visitorKeeper } from "../visitor.ts";
import { type Desk, type DeskParts, openDesk } from "./desk.ts";
import { keep, keepDraft, readKept } from "./kept.ts";

export { accentRules } from "./colours.ts";
export { Sent } from "./Sent.tsx";
export { default as css } from "./sent.css?inline";

function after(ms: number, job: () => void): () => void {
  const timer = setTimeout(job, ms);
  return () => clearTimeout(timer);
}

/**
 * Opens what the visitor needs only once the form is there: the desk, the outbox, the line to the other tabs. It is
 * loaded while they type, and starts to send what waits.
 */
export async function furnish(
  doorway: Doorway,
  { state, dispatch, emit }: Pick<DeskParts, "state" | "dispatch" | "emit">,
): Promise<Desk> {
  const { settings, at, launcher, keeper, signal } = doorway;
  const tabs = settings.preview ? null : openTabs(at, (news) => hear(news, true));

  function hear(news: News, elsewhere: boolean): void {
    if (elsewhere) outbox.hear(news);
    else tabs?.tell(news);
    desk.hear(news, elsewhere);
  }

  const outbox = openOutbox({
    disk: settings.preview ? memoryStore() : diskStore(at),
    send: createSender({
      at,
      signal,
      keeper,
      after,
      fetch: (...request) => fetch(...request),
      visited: () => doorway.visits,
      former: (visitor) => visitorKeeper(at, true, visitor),
    }),
    alone: aloneUnder(at, signal),
    tell: (news) => hear(news, false),
    mark(waiting) {
      const record = keeper.issue();
      keeper.kept(recordWith(record, waiting, panelOf(record)));
    },
    now: Date.now,
    random: Math.random,
    after,
  });

  const desk = openDesk({
    settings,
    locale: launcher.lang,
    outbox,
    state,
    dispatch,
    emit,
    kept: () => readKept(keeper),
    keep: (part) => keep(keeper, part),
    keepDraft: (screen, delivery) => keepDraft(keeper, screen, delivery),
    visitor: () => recordWith(keeper.issue(), false, ""),
    forget() {
      keeper.kept(drawVisitor());
      doorway.visits = keeper.visit(signal).catch(() => undefined); // the first delivery registers
    },
    newId: () => uuidv7(Date.now(), crypto.getRandomValues(new Uint8Array(8))),
    page: pageAddress,
    now: Date.now,
  });

  const kick = () => {
    if (document.visibilityState === "visible") outbox.kick();
  };
  addEventListener("online", kick, { signal });
  addEventListener("pageshow", kick, { signal });
  document.addEventListener("visibilitychange", kick, { signal });
  signal.addEventListener("abort", () => {
    outbox.stop();
    tabs?.close();
  });
  // before anybody presses send: what stands in the form may be on its way already
  const entries = await outbox.all();
  desk.resume(entries);
  if (entries.length) outbox.kick();
  return desk;
}
