import type { Rating } from "../../../shared/conversation.ts";
import type { News } from "../../delivery/outbox.ts";
import type { Entry } from "../../delivery/outbox-store.ts";
import { proofOf } from "../../embed/visitor-record.ts";
import { formOf } from "../../form/form-definition.ts";
import { NO_CHAT } from "../chat-model.ts";
import { save } from "../files.ts";
import { openComposer } from "./composer.ts";
import type { TalkParts } from "./context.ts";
import { openSending } from "./deliveries.ts";
import { keepChat } from "./store.ts";
import { openLine } from "./sync.ts";

export type Talk = ReturnType<typeof openTalk>;

/** Opens the chat of one panel: what the visitor does goes to the outbox, what happens comes over the live connection. */
export function openTalk(parts: TalkParts) {
  const { settings, at, access, kept, keep, visitor } = parts;
  const room = keepChat(parts);
  const { update } = room;
  const { queued, put, seen, came, scrolled } = openSending(room);
  const { start, stop, kick, heard, typing, delivered, earlier } = openLine(room, seen);

  /** Another visitor from now on. */
  function reset(): void {
    stop();
    keep({ talk: "", conversation: "", words: "" });
    update(NO_CHAT);
    start();
  }

  return {
    ...openComposer(room, put, typing),
    kept,
    start,
    queued,
    earlier,
    scrolled,
    reset,
    hear(news: News, elsewhere: boolean): void {
      if (news.kind === "frame") heard(news.frame);
      else if (news.kind === "typing") typing(news.on, false);
      else if (news.kind === "queued") elsewhere && queued(news.delivery);
      else if (news.kind === "refused") queued(news.entry.delivery, news.problem);
      else if (news.kind === "forgotten") reset();
      else {
        came(news);
        if (news.kind === "accepted" && !elsewhere) delivered();
      }
    },
    /** The panel was opened or closed. What was told is not told again by what is drawn now. */
    turned(): void {
      update({ news: [] });
      if (parts.state().open) start();
      seen();
    },
    /** The network is back, or the page is looked at again. */
    kick(): void {
      seen();
      kick();
    },
    /** Nobody answers: on to the offline form, with what was written. */
    leave(): void {
      const { chat } = room;
      const conversation = chat.about?.id ?? "";
      const field = formOf(settings, "offline").fields.find(({ type }) => type === "long_text");
      const said = chat.said.filter((one) => one.author === "visitor" && one.conversation === conversation);
      const text = [...said.map((one) => one.text), chat.draft].filter(Boolean).join("\n\n");
      const answers = field ? { [field.id]: text } : {};
      const draft = { form: "offline", answers, since: parts.now(), conversation } as const;
      parts.dispatch({ kind: "restored", draft });
    },
    /** The bytes of a file, by its path below the property's address; nothing if it could not be had. */
    async load(path: string): Promise<Blob | undefined> {
      const make = (token: string) => ({ headers: { Authorization: `Bearer ${token}` } });
      return (await access.request(visitor(), path, make, true)).blob;
    },
    async face(path: string): Promise<Blob> {
      return (await fetch(`${at}/../../${path}`, { signal: parts.signal })).blob();
    },
    async transcript(): Promise<Blob | undefined> {
      const content = { conversation: room.chat.about?.id };
      return (await access.post(visitor(), "/transcript", content, true)).blob;
    },
    /** Lets the visitor save a file once it is loaded, or says that it was not. */
    async save(name: string, loading: Promise<Blob | undefined>): Promise<void> {
      update({ told: "" });
      const blob = await loading;
      if (blob) save(blob, name);
      else update({ told: "not_loaded" });
    },
    end(): void {
      update({ told: "" });
      put("end", {});
    },
    rate(rated: Rating, text: string, remark: string | null): void {
      put("rating", { rating: rated, text });
      update({ rated, remark, told: "" });
    },
    remark: (remark: string) => update({ remark }),
    mute(): void {
      keep({ mute: !kept().mute });
      update({});
    },
    /** The preview beside the launcher is not wanted any more. */
    hide(): void {
      keep({ hid: room.chat.sequence });
      update({});
    },
    /** What waits in the outbox. */
    resume(entries: readonly Entry[]): void {
      for (const { delivery, visitor: writer, problem } of entries)
        if (proofOf(writer) === proofOf(visitor())) queued(delivery, problem);
    },
  };
}
