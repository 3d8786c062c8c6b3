import type { splitLinks } from "../../../shared/rules/links.ts";
import type { OutboxEntry } from "../../delivery/outbox-store.ts";
import type { TabEvent } from "../../delivery/tabs.ts";
import { proofOf } from "../../embed/visitor-record.ts";
import type { Form } from "../../form/form-controller.ts";
import type { Lazy, Part } from "../../panel/part.ts";
import type { createRating } from "../../panel/rating-part.tsx";
import type { ControllerContext } from "../../state/controller-context.ts";
import { EMPTY_CHAT, NO_NOTICE } from "../chat-model.ts";
import type { ChatFiles } from "../files-part.ts";
import { type Composer, createComposer } from "./composer.ts";
import { type ChatDeliveries, createChatDeliveries } from "./deliveries.ts";
import { createChatStore } from "./store.ts";
import { type ChatSync, createChatSync } from "./sync.ts";

const FILES_PART: Part<typeof import("../files-part.ts")> = {
  name: "files-part",
  load: () => import("../files-part.ts"),
};
const LINKS_PART: Part<typeof import("../../../shared/rules/links.ts")> = {
  name: "links",
  load: () => import("../../../shared/rules/links.ts"),
};
const RATING_PART: Part<typeof import("../../panel/rating-part.tsx")> = {
  name: "rating-part",
  load: () => import("../../panel/rating-part.tsx"),
};
const UNREAD_PART: Part<UnreadPart> = {
  name: "unread-part",
  load: () => import("../../panel/unread-part.tsx"),
};
type UnreadPart = typeof import("../../panel/unread-part.tsx");

/** Everything that the panel's components, and the chat bundle, ask of the chat. */
export interface ChatController
  extends Composer,
    Pick<ChatSync, "start" | "loadEarlier">,
    Pick<ChatDeliveries, "leaveEnd" | "onScrollEnd"> {
  readonly deliveries: ChatDeliveries;
  /** Shows what waits in the outbox, or was refused. */
  resume(entries: readonly OutboxEntry[]): void;
  /** @param isRemote the event comes from another tab */
  onEvent(event: TabEvent, isRemote: boolean): void;
  /** The panel was opened or closed. */
  onToggle(): void;
  /** The network is back, or the page has become visible. */
  onWake(): void;
  /** Opens the list of the visitor's conversations. */
  openList(): void;
  /** Opens the offline form with the unanswered messages (R20). */
  openOfflineForm(): void;
  readonly files: Lazy<ChatFiles>;
  readonly splitLinks: Lazy<typeof splitLinks>;
  /** The component for the rating of a closed chat. */
  readonly rating: Lazy<ReturnType<typeof createRating>>;
  /** The component for the preview of unread messages. */
  readonly preview: Lazy<UnreadPart["Preview"]>;
  end(): void;
  toggleMute(): void;
  isMuted(): boolean;
  /** Closes the preview beside the launcher. */
  dismissPreview(): void;
  /** The sequence number up to which no message is previewed. */
  dismissedUpTo(): number;
  /** The sequence number of the message to show on top; 0: show the end. */
  initialTop(): number;
}

export function createChatController(
  context: ControllerContext,
  openForm: Lazy<Pick<Form, "submitMessage" | "continueChat">>,
  openList: ChatController["openList"],
): ChatController {
  const store = createChatStore(context);
  const deliveries = createChatDeliveries(context, store);
  const { launcher, panel, persisted, outbox, visitor, lazily } = context;
  const { send, show, markRead, updateStatus, leaveEnd, onScrollEnd } = deliveries;
  const { update } = store;
  const files = lazily(FILES_PART, ({ createChatFiles }) => createChatFiles(context, store));
  const unread = lazily(UNREAD_PART, (part) => part);
  const sync = createChatSync(context, store, deliveries, async () => (await unread()).playSound());

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
    deliveries,
    openList,
    ...createComposer(context, store, deliveries, sync, files, openForm),
    files,
    preview: async () => (await unread()).Preview,
    splitLinks: lazily(LINKS_PART, ({ splitLinks }) => splitLinks),
    rating: lazily(RATING_PART, ({ createRating }) => createRating(store, deliveries)),
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
        if (event.kind !== "accepted") return;
        deliveries.announce(event.entry.delivery);
        if (!isRemote) sync.onAccepted();
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
    openOfflineForm: () => void openForm().then((form) => form.continueChat(store.chat())),
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
