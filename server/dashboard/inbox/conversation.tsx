import { useEffect, useRef } from "preact/hooks";
import type { Conversation } from "../../../shared/conversation.ts";
import { useArrival } from "../ui/arrival.ts";
import { Button, IconButton } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { Note } from "../ui/states.tsx";
import { Badges } from "./conversation-row.tsx";
import { callOf } from "./inbox-list.ts";
import { Thread } from "./thread.tsx";
import type { ConversationActions } from "./use-conversation-actions.ts";

interface ConversationPaneProps {
  readonly conversation: Conversation;
  /** The list's address, for one column at a time. */
  readonly back: string;
  /** The person's address, likewise. */
  readonly person: string;
  readonly actions: ConversationActions;
}

/** The inbox's middle column. Opening it marks it read, and so does looking at what arrives while it is open. */
export function ConversationPane({ conversation, back, person, actions }: ConversationPaneProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  // what is marked unread while it is open stays so, until something new comes in
  const seen = useRef(conversation.unread ? 0 : conversation.lastMessageAt);
  useArrival(heading);

  useEffect(() => {
    if (!conversation.unread || seen.current >= conversation.lastMessageAt) return;
    seen.current = conversation.lastMessageAt;
    void actions.markRead();
  }, [conversation.unread, conversation.lastMessageAt]);

  return (
    <>
      <header class="pane-head conversation-head">
        <a class="icon-button narrow-only" href={back} aria-label="Back to the list">
          <Icon name="back" />
        </a>
        <div class="conversation-title">
          <h2 ref={heading} tabIndex={-1} dir="auto">
            {callOf(conversation.person)}
          </h2>
          <Badges item={conversation} />
        </div>
        <div class="tools">
          <a
            class="icon-button person-link"
            href={person}
            aria-label="About this person"
            title="About this person"
          >
            <Icon name="person" />
          </a>
          <IconButton
            icon="mail"
            label="Mark as unread"
            disabled={conversation.unread || actions.busy}
            onClick={() => void actions.markUnread()}
          />
          <Button
            icon={conversation.status === "open" ? "check" : "undo"}
            busy={actions.busy}
            onClick={() => void actions.toggleClosed()}
          >
            <span class="wide-only">{conversation.status === "open" ? "Close" : "Reopen"}</span>
          </Button>
        </div>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable from the keyboard */}
      <section class="scroll" tabIndex={0} aria-label="Messages">
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
        <Thread conversation={conversation} />
        {conversation.person.email && (
          <p class="thread-foot">
            <a href={`mailto:${encodeURIComponent(conversation.person.email)}`}>
              <Icon name="mail" size={16} />
              Answer by e-mail
            </a>
          </p>
        )}
      </section>
    </>
  );
}
