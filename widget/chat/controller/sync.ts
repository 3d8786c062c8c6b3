import type { ToVisitor, VisitorChanges, VisitorHistory } from "../../../shared/live.ts";
import { ring } from "../alerts.ts";
import { judge, unreadIn, withChanges, withHistory } from "../chat-model.ts";
import { type Live, openLive } from "../live-connection.ts";
import type { Room } from "./store.ts";

/** For how long an agent's "is writing" is believed, ms. */
const TYPING_HOLDS = 15_000;
/** How long another tab has to say that the visitor has read it, before this one sounds, ms. */
const RING_AFTER = 400;

export type Line = ReturnType<typeof openLine>;

/**
 * Brings what happens in a chat: over the live connection, from the tab that has it, or by asking.
 *
 * @param seen something stands there that the visitor may see
 */
export function openLine(room: Room, seen: () => void) {
  const { access, update, after, visitor, now } = room;
  let session: AbortController | null = null;
  let live: Live | null = null;
  let asking: Promise<unknown> = Promise.resolve();
  let paging = false;
  let stopBelieving: () => void = () => undefined;
  let stopWaiting: () => void = () => undefined;

  /** Changes, from wherever they came. Answers whether something is missing before them. */
  function take(changes: VisitorChanges): boolean {
    const { chat } = room;
    const verdict = judge(chat, changes);
    if (verdict !== "apply") return verdict === "fetch";
    const fresh = changes.reset
      ? []
      : changes.messages.filter(
          ({ author, sequence, retracted }) => author === "agent" && sequence > chat.sequence && !retracted,
        );
    update({ ...withChanges(chat, changes, now()), news: fresh.length ? fresh : chat.news });
    // once they have waited too long they are offered another way
    stopWaiting();
    const { waitsUntil } = room.chat.about ?? {};
    if (waitsUntil) stopWaiting = after(waitsUntil - now() + 1, () => update({}));
    for (const { conversation, text } of fresh) room.emit("message", { conversation, text });
    seen();
    // one tab sounds for all, unless the visitor is reading it in another
    if (fresh.length && live && !room.kept().mute)
      after(RING_AFTER, () => unreadIn(room.chat).length && ring());
    return false;
  }

  /** Asks for what has changed; where there is no line, the other tabs hear of it from the tab that would hold it. */
  function ask(): Promise<boolean> {
    const job = async () => {
      const asker = session;
      const { status, body } = await access.post(visitor(), "/changes", { since: room.chat.sequence });
      // what comes after "Not you?" is none of this visitor's
      if (body.messages && asker === session) {
        if (live) room.tell({ kind: "frame", frame: body as VisitorChanges });
        take(body as VisitorChanges);
      }
      return status > 0;
    };
    const asked = asking.then(job, job);
    asking = asked;
    return asked;
  }

  function heard(frame: ToVisitor): void {
    if (frame.kind === "changes" && take(frame)) ask();
    if (frame.kind === "available") room.dispatch({ kind: "availability", available: frame.available });
    if (frame.kind !== "typing") return;
    stopBelieving();
    stopBelieving = after(TYPING_HOLDS, () => update({ typing: "" }));
    update({ typing: frame.on ? frame.agent : "" });
  }

  function stop(): void {
    session?.abort();
    session = live = null;
    stopWaiting();
  }

  room.signal.addEventListener("abort", stop);

  return {
    heard,
    stop,
    /** Asks what there is, and stays connected in one of the tabs. */
    start(): void {
      if (session || room.settings.preview) return;
      session = new AbortController();
      const { signal } = session;
      const hold = async () => {
        if (signal.aborted) return;
        live = openLive({
          ...room,
          address: `${room.at.replace("http", "ws")}/live`,
          signal,
          token: async () => (await access.authorize(visitor())).body.token,
          lost: () => access.lost(visitor()),
          sequence: () => room.chat.sequence,
          ask,
          watched: () => room.state().open || !!room.kept().shown, // here or in another tab
          hear(frame) {
            room.tell({ kind: "frame", frame });
            heard(frame);
          },
        });
        await new Promise((resolve) => signal.addEventListener("abort", resolve));
      };
      // the lock is not to be had where storage is blocked: then every tab is on its own
      ask().then(() => room.alone(hold, signal).catch(hold));
    },
    /** The network is back, or the page is looked at again. */
    kick(): void {
      if (live) live.kick();
      else if (session) ask();
    },
    /** The server has something of this tab's, and may have no line to say what became of it. */
    delivered(): void {
      if (session && !live?.up()) ask();
    },
    /**
     * Lets the agent see whether the visitor is writing.
     *
     * @param tell lets the tab that has the line do it, if this one has none
     */
    typing(on: boolean, tell = true): void {
      const conversation = room.chat.about?.id;
      if (conversation && !live?.send({ kind: "typing", conversation, on }) && tell)
        room.tell({ kind: "typing", on });
    },
    /** Fetches what was said before. Answers whether there is more. */
    earlier(): boolean {
      const [first] = room.chat.said;
      if (!first || !room.chat.earlier) return false;
      if (paging) return true;
      paging = true;
      const asker = session;
      const content = { conversation: first.conversation, before: first.sequence };
      access.post(visitor(), "/history", content).then(({ body }) => {
        paging = false;
        if (body.messages && asker === session) update(withHistory(room.chat, body as VisitorHistory));
      });
      return true;
    },
  };
}
