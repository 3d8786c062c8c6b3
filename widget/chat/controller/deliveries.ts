import type { Delivery, SubmissionDelivery } from "../../../shared/delivery.ts";
import type { Problem } from "../../../shared/error.ts";
import type { EmbedSettings } from "../../../shared/property.ts";
import type { OutboxEvent } from "../../delivery/outbox-event.ts";
import { formDefinition } from "../../form/form-definition.ts";
import type { ControllerContext } from "../../state/controller-context.ts";
import {
  conversationId,
  type MessageStatus,
  type OwnMessage,
  unreadMessages,
  withOwnMessage,
} from "../chat-model.ts";
import type { ChatStore } from "./store.ts";

type Content<K> = Omit<Extract<Delivery, { kind: K }>, "id" | "at" | "kind" | "conversation">;

/** Puts the visitor's actions into the outbox, and shows their progress in the chat. */
export interface ChatDeliveries {
  /**
   * Shows a delivery in the chat, unless it was sent from the list of conversations.
   *
   * @param problem why it was refused; null: it is on its way
   */
  show(delivery: Delivery, problem?: Problem | null): void;
  /**
   * Shows a delivery and puts it into the outbox.
   *
   * @param replaces the ID of a delivery that need not be sent any more
   * @returns the ID of the delivery
   */
  send<K extends Delivery["kind"]>(kind: K, content: Content<K>, replaces?: string | null): string;
  /** Shows the progress of the visitor's own messages. */
  updateStatus(event: Extract<OutboxEvent, { kind: "sending" | "waiting" | "accepted" }>): void;
  /** Tells the page of a message or a rating of the visitor that the server has accepted. */
  announce(delivery: Delivery): void;
  /** Sends a read receipt if the visitor sees the last message. */
  markRead(): void;
  /** The visitor has scrolled up, so that a new message is not visible, and must not count as read. */
  leaveEnd(): void;
  /** The list has stopped scrolling. @param top the sequence number of the topmost visible message; 0: the end is visible */
  onScrollEnd(top: number): void;
}

/** The message in a pre-chat form. */
function messageIn({ answers }: SubmissionDelivery, settings: EmbedSettings): string {
  return formDefinition(settings, "pre_chat")
    .fields.flatMap(({ id, type }) => (type === "long_text" ? (answers[id] ?? []) : []))
    .join("\n\n");
}

export function createChatDeliveries(context: ControllerContext, store: ChatStore): ChatDeliveries {
  const { settings, outbox, panel, persisted, emit } = context;
  const { update } = store;
  let isAtEnd = !persisted.read().top;
  let lastRead: string | null = null;

  function showOwn(
    { id, at }: Delivery,
    content: Pick<OwnMessage, "text" | "files" | "opensChat">,
    status: MessageStatus,
  ): void {
    update(withOwnMessage(store.chat(), { id, at, author: "visitor", agent: null, ...content, status }));
  }

  const show: ChatDeliveries["show"] = (delivery, problem = null) => {
    if (delivery.thread) return;
    const chat = store.chat();
    const status: MessageStatus = problem ? { kind: "refused", problem } : { kind: "sending" };
    if (delivery.kind === "read") update({ readUpTo: Math.max(chat.readUpTo, delivery.sequence) });
    else if (delivery.kind === "message") {
      const uploaded = chat.uploads.flatMap((upload) => (upload.kind === "ready" ? upload.info : []));
      const files = delivery.files.map(
        (id) => uploaded.find((file) => file.id === id) ?? { id, name: "…", picture: null },
      );
      showOwn(delivery, { text: delivery.text, files, opensChat: false }, status);
    } else if (delivery.kind === "submission") {
      if (delivery.form !== "pre_chat") return;
      if (problem) update({ own: chat.own.filter(({ id }) => id !== delivery.id) });
      else showOwn(delivery, { text: messageIn(delivery, settings), files: [], opensChat: true }, status);
    } else if (problem) {
      // the chat is shown as the server has it, and the visitor's comment is in the field again
      const { rating } = chat;
      const comment =
        (delivery.kind === "rating" && delivery.text) || (rating.kind === "sent" ? "" : rating.comment);
      update({ rating: { kind: "none", comment }, notice: { kind: "refused", code: problem.code } });
    }
  };

  const send: ChatDeliveries["send"] = (kind, content, replaces = null) => {
    const id = context.newId();
    const delivery = {
      id,
      kind,
      at: context.now(),
      conversation: conversationId(store.chat()) || persisted.read().conversation,
      ...content,
    } as unknown as Delivery; // TypeScript does not relate the kind to its content here
    show(delivery);
    outbox
      .put(delivery, context.visitor(), replaces)
      .then((storage) => panel.dispatch({ kind: "storage", storage }));
    return id;
  };

  function markRead(): void {
    const last = unreadMessages(store.chat()).at(-1);
    const { open, screen, page } = panel.state();
    if (last && isAtEnd && open && !page && screen.kind === "chat" && !document.hidden)
      lastRead = send("read", { sequence: last.sequence }, lastRead);
  }

  return {
    show,
    send,
    markRead,
    announce(delivery) {
      const { id, kind } = delivery;
      const of = { id, author: "visitor", agent: null } as const;
      if (kind === "message")
        emit("message", { ...of, conversation: delivery.conversation, text: delivery.text });
      if (kind === "submission" && delivery.form === "pre_chat")
        emit("message", { ...of, conversation: id, text: messageIn(delivery, settings) });
      if (kind === "rating")
        emit("rated", {
          conversation: delivery.conversation,
          rating: delivery.rating,
          comment: delivery.text,
        });
    },
    updateStatus(event) {
      const ids = event.kind === "accepted" ? [event.entry.delivery.id] : event.ids;
      // each try is published; a message that waits is no longer reported as being sent
      for (const own of store.chat().own)
        if (ids.includes(own.id) && (event.kind !== "sending" || own.status.kind !== "waiting"))
          update(withOwnMessage(store.chat(), { ...own, status: { kind: event.kind } }));
    },
    leaveEnd() {
      isAtEnd = false;
    },
    onScrollEnd(top) {
      isAtEnd = !top;
      if (persisted.read().top !== top) persisted.write({ top });
      markRead();
    },
  };
}
