import { useRef } from "preact/hooks";
import type { Conversation } from "../../../../shared/conversation.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { Icon } from "../../ui/icon.tsx";
import { PageLink } from "../../ui/page-link.tsx";
import { useHeadingFocus } from "../../ui/use-heading-focus.ts";
import type { ListedVisitor } from "../../visitors/online-visitors.ts";
import { Badges } from "../list/conversation-row.tsx";
import { personName } from "../store/inbox-list.ts";
import type { ConversationActions } from "./use-conversation-actions.ts";

interface ConversationHeadProps {
  readonly conversation: Conversation;
  readonly me: string;
  /** The visitor, if they are on the site now. */
  readonly present: ListedVisitor | undefined;
  /** The list's address, for one column at a time. */
  readonly back: string;
  /** The person's address, likewise. */
  readonly person: string;
  readonly actions: ConversationActions;
  readonly onAssign: () => void;
}

/** Who this is with, where they are, who answers, and what can be done with it. */
export function ConversationHeader(props: ConversationHeadProps) {
  const { conversation, me, present, back, person, actions, onAssign } = props;
  const heading = useRef<HTMLHeadingElement>(null);
  useHeadingFocus(heading);
  const open = conversation.status === "open";
  const here = present && !present.gone;
  return (
    <header class="pane-head conversation-head">
      <a class="icon-button narrow-only" href={back} aria-label="Back to the list">
        <Icon name="back" />
      </a>
      <div class="conversation-title">
        <h2 ref={heading} tabIndex={-1} dir="auto">
          {personName(conversation.person)}
        </h2>
        <div class="under-title">
          {here ? (
            <p class="whereabouts">
              <span class="lamp" aria-hidden="true" />
              <span class="unseen">On the site now: </span>
              <PageLink address={present.page} />
            </p>
          ) : (
            <Badges item={conversation} me={me} />
          )}
        </div>
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
        <Assignee conversation={conversation} me={me} actions={actions} onAssign={onAssign} />
        <Button
          icon={open ? "check" : "undo"}
          busy={actions.busy}
          aria-label={open ? "Close" : "Reopen"}
          onClick={() => void actions.toggleClosed()}
        >
          <span class="wide-only">{open ? "Close" : "Reopen"}</span>
        </Button>
      </div>
    </header>
  );
}

function Assignee({
  conversation: { assignee },
  me,
  actions,
  onAssign,
}: Pick<ConversationHeadProps, "conversation" | "me" | "actions" | "onAssign">) {
  if (!assignee)
    return (
      <>
        <IconButton icon="people" label="Assign" disabled={actions.busy} onClick={onAssign} />
        <Button icon="hand" busy={actions.busy} aria-label="Take" onClick={() => void actions.take()}>
          <span class="wide-only">Take</span>
        </Button>
      </>
    );
  const name = assignee.id === me ? "You" : assignee.name;
  return (
    <Button
      icon="people"
      busy={actions.busy}
      aria-label={`Assigned to ${name}. Assign to somebody else`}
      title="Assign to somebody else, or give back"
      onClick={onAssign}
    >
      <span class="wide-only assignee" dir="auto">
        {name}
      </span>
    </Button>
  );
}
