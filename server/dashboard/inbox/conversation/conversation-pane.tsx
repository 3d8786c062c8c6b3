import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Me } from "../../../../shared/account.ts";
import type { Conversation } from "../../../../shared/conversation.ts";
import { lazyPart } from "../../app/lazy-screen.tsx";
import { useServices } from "../../app/services.tsx";
import { readyOr } from "../../data/loadable.ts";
import { personName } from "../../data/person-name.ts";
import { t } from "../../i18n/translate.ts";
import { Icon } from "../../ui/icon.tsx";
import { useShortcuts } from "../../ui/use-shortcuts.ts";
import { useOnlineVisitors } from "../../visitors/use-online-visitors.ts";
import { Composer } from "../composer/composer.tsx";
import { createComposer } from "../composer/composer-store.ts";
import type { Draft } from "../composer/drafts.ts";
import { useMailPart } from "../mail/use-mail-part.ts";
import type { Inbox } from "../store/inbox-store.ts";
import type { OpenConversation } from "../store/open-conversation.ts";
import { lastEditable } from "../thread/thread.tsx";
import { ThreadFrame } from "../thread/thread-frame.tsx";
import { useThreadScroll } from "../thread/use-thread-scroll.ts";
import { useThreadWindow } from "../thread/use-thread-window.ts";
import { ConversationHeader } from "./conversation-header.tsx";
import { TypingIndicator } from "./typing-indicator.tsx";
import type { ConversationActions } from "./use-conversation-actions.ts";
import { useMarkRead } from "./use-mark-read.ts";

const ShownMessage = lazyPart(async () => (await import("../search/shown-message.tsx")).ShownMessage);

interface ConversationPaneProps {
  readonly property: string;
  readonly me: Me["agent"];
  readonly conversation: Conversation;
  readonly open: OpenConversation;
  /** The sequence number of the entry to show; null: the newest. */
  readonly message: number | null;
  readonly inbox: Inbox;
  /** The address of the list, for screens with one column. */
  readonly back: string;
  /** The address of the person's panel, for screens without room for it. */
  readonly person: string;
  readonly actions: ConversationActions;
  readonly onAssign: () => void;
  readonly onTicket: () => void;
  readonly onPrint: () => void;
}

/** The middle column of the inbox: the messages of the selected conversation, and the composer. */
export function ConversationPane(props: ConversationPaneProps) {
  const { property, me, conversation, open, message, inbox, actions } = props;
  const { back, person, onAssign, onTicket, onPrint } = props;
  const { clock } = useServices();
  const [editing, setEditing] = useState<string | null>(null);
  const online = readyOr(useOnlineVisitors(property).loaded, null);
  const outgoing = useOutgoing(conversation);
  const { messages } = conversation;
  const visible = useThreadWindow(conversation, open);
  const scroll = useThreadScroll({
    first: messages[0]?.id ?? null,
    visibleKey: visible.key,
    atNewest: visible.atNewest,
    received: messages.filter(({ kind, agent }) => kind !== "event" && agent?.id !== me.id).length,
    outgoing: outgoing.length,
    onNearTop: () => void visible.moveUp(),
    onNearBottom: visible.moveDown,
    onEnd: () => open.trim(),
    showNewest: visible.showNewest,
  });
  const { composer, field } = useComposer(property, me.id, conversation.id);
  const mailPart = useMailPart(property, conversation.id);
  const route = mailPart?.store.route.value ?? null;
  useEffect(() => {
    if (route?.kind === "mail") composer.setCopied(route.copied);
  }, [composer, route]);
  const drop = useDropZone(composer.addFiles);
  useMarkRead(conversation, actions.markRead);

  const editLast = () => {
    const message = lastEditable(messages, me.id, clock.value);
    if (!message) return;
    scroll.scrollToEnd();
    setEditing(message.id);
  };
  return (
    <div class="conversation" {...drop.handlers}>
      <ConversationHeader
        conversation={conversation}
        me={me.id}
        visitor={online?.get(conversation.visitor)}
        back={back}
        person={person}
        actions={actions}
        onAssign={onAssign}
        onTicket={onTicket}
        onPrint={onPrint}
      />
      {message !== null && <ShownMessage sequence={message} open={open} visible={visible} scroll={scroll} />}
      <ThreadFrame
        property={property}
        me={me.id}
        conversation={conversation}
        inbox={inbox}
        actions={actions}
        scroll={scroll}
        visible={visible}
        outgoing={outgoing}
        mailPart={mailPart}
        editing={editing}
        setEditing={setEditing}
      />
      <TypingIndicator conversation={conversation.id} me={me.id} visitor={personName(conversation.person)} />
      <Composer
        property={property}
        me={me}
        conversation={conversation}
        store={composer}
        mailCopies={
          mailPart && route ? (
            <mailPart.MailCopies store={composer} route={route} isTicket={conversation.ticket !== null} />
          ) : null
        }
        field={field}
        editLast={editLast}
        leave={() => scroll.box.current?.focus()}
      />
      {drop.isOver && (
        <p class="drop-here" aria-hidden="true">
          <Icon name="clip" size={26} />
          {t("Drop files to attach them")}
        </p>
      )}
    </div>
  );
}

/** The messages of a conversation in the outbox, without those that the server has already sent back. */
function useOutgoing({ id, messages }: Conversation) {
  const { outbox } = useServices();
  return outbox.entries.value.filter(
    (entry) => entry.conversation === id && !messages.some((message) => message.id === entry.id),
  );
}

/** The composer of a conversation, and the shortcuts that move the focus to it. */
function useComposer(property: string, agent: string, conversation: string) {
  const services = useServices();
  const field = useRef<HTMLTextAreaElement>(null);
  const composer = useMemo(
    () => createComposer(services, { property, agent, conversation }),
    [services, property, agent, conversation],
  );
  useEffect(() => composer.start(), [composer]);
  const write = (kind: Draft["kind"]) => {
    composer.setKind(kind);
    field.current?.focus();
  };
  useShortcuts({ r: () => write("message"), n: () => write("note") });
  return { composer, field };
}

/** Event handlers for an element on which files can be dropped. */
function useDropZone(addFiles: (files: Iterable<File>) => void) {
  const [isOver, setIsOver] = useState(false);
  return {
    /** Whether files are being dragged over the element. */
    isOver,
    handlers: {
      onDragOver(event: DragEvent) {
        if (!event.dataTransfer?.types.includes("Files")) return;
        event.preventDefault();
        setIsOver(true);
      },
      onDragLeave(event: DragEvent) {
        if (event.target === event.currentTarget) setIsOver(false);
      },
      onDrop(event: DragEvent) {
        setIsOver(false);
        const files = event.dataTransfer?.files;
        if (!files?.length) return;
        event.preventDefault();
        addFiles(files);
      },
    },
  };
}
