import type { Rating } from "../../shared/conversation.ts";
import type { Delivery } from "../../shared/delivery.ts";
import type { Problem } from "../../shared/error.ts";
import type { FileInfo } from "../../shared/file.ts";
import type { ToVisitor, VisitorChanges, VisitorHistory } from "../../shared/live.ts";
import { lengthOf } from "../../shared/rules/text.ts";
import {
  type Chat,
  isChat,
  judge,
  LONGEST,
  NO_CHAT,
  OWN,
  type Own,
  type Upload,
  unreadIn,
  withChanges,
  withHistory,
  withOwn,
} from "../chat.ts";
import { type Live, openLive } from "../live.ts";
import type { News } from "../outbox.ts";
import type { Entry } from "../outbox-store.ts";
import { proofOf } from "../record.ts";
import { sendFile } from "./files.ts";
import { formOf } from "./form-of.ts";
import { countInTitle, ring } from "./notice.ts";
import type { TalkParts } from "./talk-parts.ts";

/** How often the agent is told that the visitor is still writing, ms. */
const TYPING = 3_000;
/** For how long an agent's "is writing" is believed, ms. */
const TYPING_HOLDS = 15_000;
/** How long another tab has to say that the visitor has read it, before this one sounds, ms. */
const RING_AFTER = 400;

/** The ID of the conversation, or of the delivery that opens it; empty: none is known. */
const idOf = ({ own, about }: Chat) => own.find(({ opens }) => opens)?.id ?? about?.id ?? "";

type Content<K> = Omit<Extract<Delivery, { kind: K }>, "id" | "at" | "kind" | "conversation">;

export type Talk = ReturnType<typeof openTalk>;

/** Opens the chat of one panel: what the visitor does goes to the outbox, what happens comes over the live connection. */
export function openTalk(parts: TalkParts) {
  const { settings, at, launcher, access, outbox, now, after, state, dispatch, kept, keep, visitor } = parts;
  const label = launcher.ariaLabel;
  let chat: Chat = { ...NO_CHAT, draft: kept().words };
  let session: AbortController | null = null;
  let live: Live | null = null;
  let asking: Promise<unknown> = Promise.resolve();
  let paging = false;
  let atEnd = !kept().top;
  let lastRead: string | null = null;
  let typedAt = 0;
  let stopTyping: () => void = () => undefined;
  let stopBelieving: () => void = () => undefined;
  let stopWaiting: () => void = () => undefined;

  function update(next: Partial<Chat>): void {
    const before = unreadIn(chat).length;
    chat = { ...chat, ...next };
    const unread = unreadIn(chat).length;
    if (unread !== before) {
      countInTitle(unread);
      launcher.ariaLabel = unread ? `${label} (${unread})` : label;
      parts.emit("unread", { count: unread });
    }
    // before the first answer nobody knows
    const shows = chat.place || chat.own.length ? isChat(chat) : null;
    const talk = shows ? (chat.about?.status ?? "open") : "";
    const known = kept();
    const conversation = shows ? idOf(chat) || known.conversation : "";
    if (shows !== null && (known.talk !== talk || known.conversation !== conversation)) {
      keep({ talk, conversation });
      parts.mark();
    }
    dispatch({ is: "chat", chat, shows, answered: unread > 0 });
  }

  /** Changes, from wherever they came. Answers whether something is missing before them. */
  function take(changes: VisitorChanges): boolean {
    const verdict = judge(chat, changes);
    if (verdict !== "apply") return verdict === "fetch";
    const fresh = changes.reset
      ? []
      : changes.messages.filter(
          ({ author, place, retracted }) => author === "agent" && place > chat.place && !retracted,
        );
    update({ ...withChanges(chat, changes), news: fresh.length ? fresh : chat.news });
    // once they have waited too long they are offered another way
    stopWaiting();
    if (chat.about?.waitsUntil) stopWaiting = after(chat.about.waitsUntil - now() + 1, () => update({}));
    for (const { conversation, text } of fresh) parts.emit("message", { conversation, text });
    seen();
    // one tab sounds for all, unless the visitor is reading it in another
    if (fresh.length && live && !kept().mute) after(RING_AFTER, () => unreadIn(chat).length && ring());
    return false;
  }

  /** Asks for what has changed; where there is no line, the other tabs hear of it from the tab that would hold it. */
  function ask(): Promise<boolean> {
    const job = async () => {
      const asker = session;
      const { status, body } = await access.post(visitor(), "/changes", { since: chat.place });
      // what comes after "Not you?" is none of this visitor's
      if (body.messages && asker === session) {
        if (live) parts.tell({ is: "frame", frame: body as VisitorChanges });
        take(body as VisitorChanges);
      }
      return status > 0;
    };
    const asked = asking.then(job, job);
    asking = asked;
    return asked;
  }

  function heard(frame: ToVisitor): void {
    if (frame.is === "changes" && take(frame)) ask();
    if (frame.is === "available") dispatch({ is: "availability", available: frame.available });
    if (frame.is !== "typing") return;
    stopBelieving();
    stopBelieving = after(TYPING_HOLDS, () => update({ typing: "" }));
    update({ typing: frame.on ? frame.agent : "" });
  }

  /** Asks what there is, and stays connected in one of the tabs. */
  function start(): void {
    if (session || settings.preview) return;
    session = new AbortController();
    const { signal } = session;
    const hold = () => {
      live = openLive({
        ...parts,
        address: `${at.replace("http", "ws")}/live`,
        signal,
        token: async () => (await access.authorize(visitor())).body.token,
        lost: () => access.lost(visitor()),
        place: () => chat.place,
        ask,
        watched: () => state().open || kept().shown, // here or in another tab
        hear(frame) {
          parts.tell({ is: "frame", frame });
          heard(frame);
        },
      });
      return new Promise((resolve) => signal.addEventListener("abort", resolve));
    };
    // the lock is not to be had where storage is blocked: then every tab is on its own
    ask().then(() => parts.alone(hold, signal).catch(() => signal.aborted || hold()));
  }

  function typing(on: boolean): void {
    typedAt = on ? now() : 0;
    const conversation = chat.about?.id;
    if (conversation && !live?.send({ is: "typing", conversation, on })) parts.tell({ is: "typing", on });
  }

  /** Puts into the chat what is on its way, from here or from another tab. */
  function queued(delivery: Delivery, problem: Problem | null = null): void {
    const { id, at, kind } = delivery;
    const own = { ...OWN, id, at, how: "sending", problem } as const;
    if (kind === "read") update({ read: Math.max(chat.read, delivery.place) });
    if (kind === "message") {
      const { text, files } = delivery;
      const known = chat.uploads.flatMap(({ info }) => info ?? []);
      const shown = files.map(
        (id) => known.find((file) => file.id === id) ?? { id, name: "…", picture: null },
      );
      update(withOwn(chat, { ...own, text, files: shown }));
    }
    if (kind === "submission" && delivery.form === "pre_chat") {
      const said = formOf(settings, "pre_chat").fields.flatMap(({ id, type }) =>
        type === "long_text" ? ((delivery.answers[id] as string) ?? []) : [],
      );
      update(
        problem
          ? { own: chat.own.filter((one) => one.id !== id) }
          : withOwn(chat, { ...own, text: said.join("\n\n"), opens: true }),
      );
    }
  }

  function put<K extends Delivery["kind"]>(kind: K, content: Content<K>, replaces: string | null = null) {
    const id = parts.newId();
    const delivery = {
      id,
      kind,
      at: now(),
      conversation: idOf(chat) || kept().conversation,
      ...content,
    } as unknown as Delivery;
    queued(delivery);
    outbox.put(delivery, visitor(), replaces).then((storage) => dispatch({ is: "kept", id, storage }));
    return id;
  }

  /** What an agent wrote is read once it stands before the visitor's eyes. */
  function seen(): void {
    const last = unreadIn(chat).at(-1);
    if (last && atEnd && state().open && state().screen.at === "chat" && !document.hidden)
      lastRead = put("read", { place: last.place }, lastRead);
  }

  function send(): void {
    const { draft, uploads } = chat;
    const files = uploads.flatMap(({ info }) => info?.id ?? []);
    const text = draft.trim();
    const busy = uploads.some(({ info, problem }) => !info && !problem);
    if (busy || lengthOf(text) > LONGEST || (!text && !files.length)) return;
    // before the first answer, what is kept says whether there is a conversation
    const rest = isChat(chat) || (!chat.place && kept().conversation) ? text : parts.begin(text);
    if (rest === null) return;
    stopTyping();
    typing(false);
    if (rest || files.length) put("message", { text: rest, files });
    keep({ words: "" });
    update({ draft: "", uploads: [] });
  }

  async function attach(files: Iterable<File>): Promise<void> {
    for (const file of files) {
      const key = parts.newId();
      const change = (part: Partial<Upload>) =>
        update({ uploads: chat.uploads.map((one) => (one.key === key ? { ...one, ...part } : one)) });
      update({ uploads: [...chat.uploads, { key, name: file.name, part: 0, info: null, problem: null }] });
      const { token } = (await access.authorize(visitor())).body;
      // more than ten the server would refuse together with the message (FileIds of the contract)
      const answer =
        token && chat.uploads.length <= 10
          ? await sendFile(`${at}/files`, token, file, (part) => change({ part }))
          : {};
      change(answer.id ? { info: answer as FileInfo } : { problem: answer });
      if (answer.code === "token_expired") access.lost(visitor());
    }
  }

  /** Fetches what was said before. Answers whether there is more. */
  function earlier(): boolean {
    const [first] = chat.said;
    if (!first || !chat.earlier) return false;
    const content = { conversation: first.conversation, before: first.place };
    if (paging) return true;
    paging = true;
    const asker = session;
    access.post(visitor(), "/history", content).then(({ body }) => {
      paging = false;
      if (body.messages && asker === session) update(withHistory(chat, body as VisitorHistory));
    });
    return true;
  }

  /** Nobody answers: on to the offline form, with what was written. */
  function leave(): void {
    const conversation = chat.about?.id ?? "";
    const field = formOf(settings, "offline").fields.find(({ type }) => type === "long_text");
    const said = chat.said.filter((one) => one.author === "visitor" && one.conversation === conversation);
    const text = [...said.map((one) => one.text), chat.draft].filter(Boolean).join("\n\n");
    const answers = field ? { [field.id]: text } : {};
    const draft = {
      form: "offline",
      answers,
      replaces: null,
      since: now(),
      delivery: "",
      conversation,
    } as const;
    dispatch({ is: "restored", draft });
  }

  function hear(news: News, elsewhere: boolean): void {
    if (news.is === "frame") heard(news.frame);
    else if (news.is === "typing") live?.send({ ...news, conversation: chat.about?.id ?? "" });
    else if (news.is === "queued") elsewhere && queued(news.delivery);
    else if (news.is === "refused") queued(news.entry.delivery, news.problem);
    else if (news.is === "forgotten") reset();
    else {
      const accepted = news.is === "accepted";
      const ids = accepted ? [news.entry.delivery.id] : news.ids;
      const how = accepted ? "sent" : news.is === "trying" ? "sending" : "waiting";
      for (const own of chat.own) if (ids.includes(own.id)) update(withOwn(chat, { ...own, how }));
      if (accepted && !elsewhere && session && !live?.up()) ask();
    }
  }

  /** Another visitor from now on. */
  function reset(): void {
    session?.abort();
    session = live = null;
    keep({ talk: "", conversation: "", words: "" });
    update(NO_CHAT);
    start();
  }

  update({}); // what stood in the composer is there before anybody types
  parts.signal.addEventListener("abort", () => {
    session?.abort();
    stopWaiting();
    countInTitle(0);
    launcher.ariaLabel = label;
  });

  return {
    start,
    /** The panel was opened or closed. What was told is not told again by what is drawn now. */
    turned() {
      update({ news: [] });
      if (state().open) start();
      seen();
    },
    /** The network is back, or the page is looked at again. */
    kick() {
      seen();
      if (live) live.kick();
      else if (session) ask();
    },
    queued,
    send,
    attach,
    earlier,
    leave,
    hear,
    type(draft: string) {
      keep({ words: draft });
      update({ draft });
      if (now() - typedAt > TYPING) typing(true);
      stopTyping();
      stopTyping = after(TYPING + 1_000, () => typing(false));
    },
    detach: ({ key }: Upload) => update({ uploads: chat.uploads.filter((one) => one.key !== key) }),
    /** The bytes of a file, by its path below the property's address. */
    async load(path: string) {
      const make = (token: string) => ({ headers: { Authorization: `Bearer ${token}` } });
      return (await access.request(visitor(), path, make, true)).blob;
    },
    async face(path: string) {
      return (await fetch(`${at}/../../${path}`, { signal: parts.signal })).blob();
    },
    async transcript() {
      return (await access.post(visitor(), "/transcript", { conversation: chat.about?.id }, true)).blob;
    },
    /** A refused message goes back into the composer. */
    async edit({ id, text }: Own) {
      await outbox.discard(id);
      const draft = [text, chat.draft].filter(Boolean).join("\n");
      update({ own: chat.own.filter((one) => one.id !== id), draft });
      keep({ words: draft });
    },
    /** @param place of the entry on top; 0: the visitor is at the end */
    scrolled(place: number) {
      atEnd = !place;
      if (kept().top !== place) keep({ top: place });
      seen();
    },
    top: () => kept().top,
    hid: () => kept().hid,
    isMute: () => kept().mute,
    end: () => put("end", {}),
    rate(rated: Rating, text: string, remark: string | null) {
      put("rating", { rating: rated, text });
      update({ rated, remark });
    },
    remark: (remark: string) => update({ remark }),
    mute() {
      keep({ mute: !kept().mute });
      update({});
    },
    /** The preview beside the launcher is not wanted any more. */
    hide() {
      keep({ hid: chat.place });
      update({});
    },
    /** What waits in the outbox. */
    resume(entries: readonly Entry[]) {
      for (const { delivery, visitor: writer, problem } of entries)
        if (proofOf(writer) === proofOf(visitor())) queued(delivery, problem);
    },
    reset,
  };
}
