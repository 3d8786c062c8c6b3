import type { RefObject } from "preact";
import { useState } from "preact/hooks";
import type { Me } from "../../../../shared/account.ts";
import type { Conversation, Message } from "../../../../shared/conversation.ts";
import { useServices } from "../../app/services.tsx";
import { Button } from "../../ui/button.tsx";
import { count } from "../../ui/format.ts";
import { Icon } from "../../ui/icon.tsx";
import { Note } from "../../ui/states.tsx";
import { useOnlineVisitors } from "../../visitors/use-online-visitors.ts";
import { Composer, type ComposerHandle } from "../composer/composer.tsx";
import { personName } from "../store/inbox-list.ts";
import type { OpenConversation } from "../store/open-conversation.ts";
import { lastEditable, Thread } from "../thread/thread.tsx";
import { useThreadWindow } from "../thread/thread-window.ts";
import { useThreadScroll } from "../thread/use-thread-scroll.ts";
import { ConversationHeader } from "./conversation-header.tsx";
import { TypingIndicator } from "./typing-indicator.tsx";
import type { ConversationActions } from "./use-conversation-actions.ts";
import { useMarkRead } from "./use-mark-read.ts";

interface ConversationPaneProps {
  readonly property: string;
  readonly me: Me["agent"];
  readonly conversation: Conversation;
  readonly opened: OpenConversation;
  /** The list's address, for one column at a time. */
  readonly back: string;
  /** The person's address, likewise. */
  readonly person: string;
  readonly actions: ConversationActions;
  readonly composer: RefObject<ComposerHandle | null>;
  readonly onAssign: () => void;
  readonly onChanged: (message: Message) => void;
}

/** The inbox's middle column: what was said, and where the agent answers. */
export function ConversationPane(props: ConversationPaneProps) {
  const { property, me, conversation, opened, back, person, actions, composer, onAssign, onChanged } = props;
  const { outbox, clock } = useServices();
  const [editing, setEditing] = useState<string | null>(null);
  const [dragging, setDragging] = useState(false);
  const online = useOnlineVisitors(property).loaded;
  const outgoing = outbox.entries.value.filter(
    (entry) =>
      entry.conversation === conversation.id && !conversation.messages.some(({ id }) => id === entry.id),
  );
  const { messages } = conversation;
  const part = useThreadWindow(conversation, opened);
  const scroll = useThreadScroll({
    first: messages[0]?.id ?? null,
    shown: part.key,
    atNewest: part.atNewest,
    heard: messages.filter(({ kind, agent }) => kind !== "event" && agent?.id !== me.id).length,
    own: outgoing.length,
    onNearTop: () => void part.up(),
    onNearBottom: part.down,
    onEnd: () => opened.trim(),
    toNewest: part.toNewest,
  });
  useMarkRead(conversation, actions.markRead);

  const onDrop = (event: DragEvent) => {
    setDragging(false);
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    composer.current?.addFiles(event.dataTransfer.files);
  };
  const isFiles = (event: DragEvent) => !!event.dataTransfer?.types.includes("Files");

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping files is one way more; the button is for everybody
    <div
      class="conversation"
      onDragOver={(event) => {
        if (!isFiles(event)) return;
        event.preventDefault();
        setDragging(true);
      }}
      onDragLeave={(event) => {
        if (event.target === event.currentTarget) setDragging(false);
      }}
      onDrop={onDrop}
    >
      <ConversationHeader
        conversation={conversation}
        me={me.id}
        present={online.kind === "ready" ? online.value.get(conversation.visitor) : undefined}
        back={back}
        person={person}
        actions={actions}
        onAssign={onAssign}
      />
      <div class="thread-frame">
        <section
          ref={scroll.box}
          class="scroll"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable from the keyboard
          tabIndex={0}
          aria-label="Messages"
          onScroll={scroll.onScroll}
        >
          <div ref={scroll.content} class="scroll-content">
            {conversation.suspicious && (
              <Note tone="warn" icon="shield">
                <p>
                  This looks like a program's work: it was sent faster than a person types, or filled in what
                  people never see.
                </p>
                <Button small busy={actions.busy} onClick={() => void actions.notSuspicious()}>
                  Not suspicious
                </Button>
              </Note>
            )}
            <Thread
              property={property}
              conversation={conversation}
              last={part.last}
              me={me.id}
              outgoing={part.atNewest ? outgoing : []}
              history={opened.state.value.history}
              editing={editing}
              edit={setEditing}
              onChanged={onChanged}
              earlier={() => void part.up()}
            />
          </div>
        </section>
        {!scroll.atEnd && (
          <Button
            kind="plain"
            small
            icon="down"
            class="to-end"
            onClick={scroll.toEnd}
            // it lies over the messages, which are what the wheel is meant for
            onWheel={({ deltaY }) => scroll.box.current?.scrollBy({ top: deltaY })}
          >
            {scroll.unseen > 0
              ? `${count(scroll.unseen)} new ${scroll.unseen === 1 ? "message" : "messages"}`
              : "To the end"}
          </Button>
        )}
      </div>
      <TypingIndicator conversation={conversation.id} me={me.id} visitor={personName(conversation.person)} />
      <Composer
        property={property}
        me={me}
        conversation={conversation}
        handle={composer}
        editLast={() => {
          const message = lastEditable(messages, me.id, clock.value);
          if (!message) return;
          scroll.toEnd();
          setEditing(message.id);
        }}
        leave={() => scroll.box.current?.focus()}
      />
      {dragging && (
        <p class="drop-here" aria-hidden="true">
          <Icon name="clip" size={26} />
          Drop files to attach them
        </p>
      )}
    </div>
  );
}
