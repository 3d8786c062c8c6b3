import type { Rating } from "../../../shared/conversation.ts";
import type { OutboxEntry } from "../../delivery/outbox-store.ts";
import type { TabEvent } from "../../delivery/tabs.ts";
import { proofOf } from "../../embed/visitor-record.ts";
import type { Form } from "../../form/form-controller.ts";
import { formDefinition } from "../../form/form-definition.ts";
import type { ControllerContext } from "../../state/controller-context.ts";
import { EMPTY_CHAT, NO_NOTICE } from "../chat-model.ts";
import { download } from "../files.ts";
import { type Composer, createComposer } from "./composer.ts";
import type { ChatDeliveries } from "./deliveries.ts";
import type { ChatStore } from "./store.ts";
import { type ChatSync, createChatSync } from "./sync.ts";

/** Everything that the panel's components, and the chat bundle, ask of the chat. */
export interface ChatController
  extends Composer,
    Pick<ChatSync, "start" | "loadEarlier">,
    Pick<ChatDeliveries, "leaveEnd" | "onScrollEnd"> {
  /** Shows what waits in the outbox, or was refused. */
  resume(entries: readonly OutboxEntry[]): void;
  /** @param isRemote the event comes from another tab */
  onEvent(event: TabEvent, isRemote: boolean): void;
  /** The panel was opened or closed. */
  onToggle(): void;
  /** The network is back, or the page has become visible. */
  onWake(): void;
  /** Opens the offline form with the unanswered messages (R20). */
  openOfflineForm(): void;
  /** Gets the content of a file of the conversation; undefined: it could not be loaded. */
  loadFile(id: string): Promise<Blob | undefined>;
  /** Gets an agent's picture. */
  loadPicture(path: string): Promise<Blob>;
  /** Gets the conversation as text; undefined: it could not be loaded. */
  loadTranscript(): Promise<Blob | undefined>;
  /** Offers a file as a download once it is loaded, or shows that it could not be loaded. */
  save(name: string, loading: Promise<Blob | undefined>): Promise<void>;
  end(): void;
  rate(rating: Rating): void;
  setComment(comment: string): void;
  /** Sends the comment on the chosen rating. */
  sendComment(): void;
  toggleMute(): void;
  isMuted(): boolean;
  /** Closes the preview beside the launcher. */
  dismissPreview(): void;
  /** The sequence number up to which no message is previewed. */
  dismissedUpTo(): number;
  /** The sequence number of the message to show on top; 0: show the end. */
  initialTop(): number;
}

/** The requests for files of the conversation. */
function createDownloads({ client, visitor, propertyUrl, signal }: ControllerContext, store: ChatStore) {
  return {
    async loadFile(id: string): Promise<Blob | undefined> {
      const makeRequest = (token: string) => ({ headers: { Authorization: `Bearer ${token}` } });
      return (await client.request(visitor(), `/files/${id}`, makeRequest, true)).blob;
    },
    async loadPicture(path: string): Promise<Blob> {
      return (await fetch(`${propertyUrl}/../../${path}`, { signal })).blob();
    },
    async loadTranscript(): Promise<Blob | undefined> {
      const content = { conversation: store.chat().conversation?.id };
      return (await client.post(visitor(), "/transcript", content, true)).blob;
    },
    async save(name: string, loading: Promise<Blob | undefined>): Promise<void> {
      store.update({ notice: NO_NOTICE });
      const blob = await loading;
      if (blob) download(blob, name);
      else store.update({ notice: { kind: "not_loaded" } });
    },
  };
}

/** The rating of a closed chat. */
function createRating(store: ChatStore, { send }: Pick<ChatDeliveries, "send">) {
  return {
    rate(rating: Rating): void {
      const before = store.chat().rating;
      const comment = before.kind === "sent" ? "" : before.comment;
      send("rating", { rating, text: "" });
      store.update({ rating: { kind: "chosen", rating, comment }, notice: NO_NOTICE });
    },
    setComment(comment: string): void {
      const { rating } = store.chat();
      if (rating.kind === "chosen") store.update({ rating: { ...rating, comment } });
    },
    sendComment(): void {
      const { rating } = store.chat();
      if (rating.kind !== "chosen") return;
      send("rating", { rating: rating.rating, text: rating.comment });
      store.update({ rating: { kind: "sent", rating: rating.rating }, notice: NO_NOTICE });
    },
  };
}

/** Opens the offline form with the messages that nobody has answered, and the draft. */
function openOfflineForm({ settings, panel, monotonicNow }: ControllerContext, store: ChatStore): void {
  const { conversation, messages, draft } = store.chat();
  const id = conversation?.id ?? "";
  const field = formDefinition(settings, "offline").fields.find(({ type }) => type === "long_text");
  const written = messages.filter((one) => one.author === "visitor" && one.conversation === id);
  const text = [...written.map((one) => one.text), draft].filter(Boolean).join("\n\n");
  const answers = field ? { [field.id]: text } : {};
  panel.dispatch({
    kind: "draft_restored",
    draft: { form: "offline", answers, since: monotonicNow(), conversation: id },
  });
}

export function createChatController(
  context: ControllerContext,
  store: ChatStore,
  deliveries: ChatDeliveries,
  openForm: () => Promise<Pick<Form, "submitMessage">>,
): ChatController {
  const { launcher, panel, persisted, outbox, visitor } = context;
  const { send, show, markRead, updateStatus, leaveEnd, onScrollEnd } = deliveries;
  const { update } = store;
  const sync = createChatSync(context, store, deliveries);

  /** Fetches the chat, stays connected, and checks whether the browser stores anything. */
  function start(): void {
    sync.start();
    outbox.probe().then((storage) => panel.dispatch({ kind: "storage", storage }));
  }

  /** Starts again for another visitor. */
  function reset(): void {
    sync.stop();
    persisted.write({ chat: "", conversation: "", message: "" });
    update(EMPTY_CHAT);
    sync.start();
  }

  return {
    ...createComposer(context, store, deliveries, sync, openForm),
    ...createDownloads(context, store),
    ...createRating(store, deliveries),
    leaveEnd,
    onScrollEnd,
    start,
    loadEarlier: sync.loadEarlier,
    resume(entries) {
      for (const { delivery, visitor: author, problem } of entries)
        if (proofOf(author) === proofOf(visitor())) show(delivery, problem);
    },
    onEvent(event, isRemote) {
      if (event.kind === "frame") sync.onFrame(event.frame);
      else if (event.kind === "typing") sync.sendTyping(event.on, true);
      else if (event.kind === "queued") isRemote && show(event.delivery);
      else if (event.kind === "refused") show(event.entry.delivery, event.problem);
      else if (event.kind === "visitor_changed") reset();
      else if (event.kind === "leader_check" || event.kind === "leader_alive") sync.onLeaderEvent(event);
      else {
        updateStatus(event);
        if (event.kind === "accepted" && !isRemote) sync.onAccepted();
      }
    },
    onToggle() {
      update({ announced: [] }); // a screen reader would announce them again
      if (panel.state().open) start();
      markRead();
    },
    onWake() {
      markRead();
      sync.reconnect();
    },
    openOfflineForm: () => openOfflineForm(context, store),
    end() {
      update({ notice: NO_NOTICE });
      send("end", {});
    },
    toggleMute() {
      persisted.write({ mute: !persisted.read().mute });
      update({});
    },
    isMuted: () => !!persisted.read().mute,
    dismissPreview() {
      launcher.focus(); // of what has it, nothing will be left
      persisted.write({ dismissed: store.chat().sequence });
      update({});
    },
    dismissedUpTo: () => persisted.read().dismissed,
    initialTop: () => persisted.read().top,
  };
}
