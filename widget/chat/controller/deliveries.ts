import type { Delivery } from "../../../shared/delivery.ts";
import type { Problem } from "../../../shared/error.ts";
import type { OutboxNews } from "../../delivery/outbox.ts";
import { formOf } from "../../form/form-definition.ts";
import { OWN, unreadIn, withOwn } from "../chat-model.ts";
import { idOf, type Room } from "./store.ts";

type Content<K> = Omit<Extract<Delivery, { kind: K }>, "id" | "at" | "kind" | "conversation">;

export type Sending = ReturnType<typeof openSending>;

/** Takes what the visitor says and does in a chat to the outbox, and shows it while it is on its way. */
export function openSending(room: Room) {
  const { settings, outbox, update, kept } = room;
  let atEnd = !kept().top;
  let lastRead: string | null = null;

  /** Puts into the chat what is on its way, from here or from another tab, or was refused. */
  function queued(delivery: Delivery, problem: Problem | null = null): void {
    const { chat } = room;
    const { id, at, kind } = delivery;
    const own = { ...OWN, id, at, how: "trying", problem } as const;
    if (kind === "read") update({ read: Math.max(chat.read, delivery.sequence) });
    else if (kind === "message") {
      const { text, files } = delivery;
      const known = chat.uploads.flatMap(({ info }) => info ?? []);
      const shown = files.map(
        (id) => known.find((file) => file.id === id) ?? { id, name: "…", picture: null },
      );
      update(withOwn(chat, { ...own, text, files: shown }));
    } else if (kind === "submission") {
      if (delivery.form !== "pre_chat") return;
      const said = formOf(settings, "pre_chat").fields.flatMap(({ id, type }) =>
        type === "long_text" ? ((delivery.answers[id] as string) ?? []) : [],
      );
      update(
        problem
          ? { own: chat.own.filter((one) => one.id !== id) }
          : withOwn(chat, { ...own, text: said.join("\n\n"), opens: true }),
      );
    } else if (problem) {
      // the chat is as the server has it, and what was written about it is in hand again
      const remark = (kind === "rating" && delivery.text) || chat.remark || "";
      update({ rated: null, remark, told: problem.code });
    }
  }

  function put<K extends Delivery["kind"]>(kind: K, content: Content<K>, replaces: string | null = null) {
    const id = room.newId();
    const delivery = {
      id,
      kind,
      at: room.now(),
      conversation: idOf(room.chat) || kept().conversation,
      ...content,
    } as unknown as Delivery;
    queued(delivery);
    outbox
      .put(delivery, room.visitor(), replaces)
      .then((storage) => room.dispatch({ kind: "kept", storage }));
    return id;
  }

  /** What an agent wrote is read once it stands before the visitor's eyes. */
  function seen(): void {
    const last = unreadIn(room.chat).at(-1);
    const { open, screen } = room.state();
    if (last && atEnd && open && screen.at === "chat" && !document.hidden)
      lastRead = put("read", { sequence: last.sequence }, lastRead);
  }

  return {
    queued,
    put,
    seen,
    /** How far the visitor's own words have come. */
    came(news: Extract<OutboxNews, { kind: "trying" | "waiting" | "accepted" }>): void {
      const ids = news.kind === "accepted" ? [news.entry.delivery.id] : news.ids;
      for (const own of room.chat.own)
        if (ids.includes(own.id)) update(withOwn(room.chat, { ...own, how: news.kind }));
    },
    /** @param place of the entry on top; 0: the visitor is at the end */
    scrolled(sequence: number): void {
      atEnd = !sequence;
      if (kept().top !== sequence) room.keep({ top: sequence });
      seen();
    },
  };
}
