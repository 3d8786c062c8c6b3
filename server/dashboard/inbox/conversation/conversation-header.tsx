import { useRef } from "preact/hooks";
import type { Conversation } from "../../../../shared/conversation.ts";
import { personName } from "../../data/person-name.ts";
import { t } from "../../i18n/translate.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { Icon } from "../../ui/icon.tsx";
import { PageLink } from "../../ui/page-link.tsx";
import { useHeadingFocus } from "../../ui/use-heading-focus.ts";
import type { ListedVisitor } from "../../visitors/online-visitors.ts";
import { Badges } from "../list/conversation-row.tsx";
import type { ConversationActions } from "./use-conversation-actions.ts";

interface ConversationHeaderProps {
  readonly conversation: Conversation;
  readonly me: string;
  /** The visitor's entry in the list of online visitors, if there is one. */
  readonly visitor: ListedVisitor | undefined;
  /** The address of the list, for screens with one column. */
  readonly back: string;
  /** The address of the person's panel, for screens without room for it. */
  readonly person: string;
  readonly actions: ConversationActions;
  readonly onAssign: () => void;
  /** Opens what there is about the ticket, or makes the chat one. */
  readonly onTicket: () => void;
  readonly onPrint: () => void;
}

/** The person's name, their current page or the conversation's badges, and the actions on the conversation. */
export function ConversationHeader(props: ConversationHeaderProps) {
  const { conversation, me, visitor, back, person, actions, onAssign, onTicket, onPrint } = props;
  const heading = useRef<HTMLHeadingElement>(null);
  useHeadingFocus(heading);
  const { ticket } = conversation;
  const isOpen = conversation.status !== "closed";
  return (
    <header class="pane-head conversation-head">
      <a class="icon-button narrow-only" href={back} aria-label={t("Back to the list")}>
        <Icon name="back" />
      </a>
      <div class="conversation-title">
        <h2 ref={heading} tabIndex={-1} dir="auto" translate={false}>
          {personName(conversation.person)}
        </h2>
        {ticket?.subject && (
          <p class="ticket-subject" dir="auto">
            {ticket.subject}
          </p>
        )}
        <div class="under-title">
          {visitor && !visitor.gone ? (
            <p class="current-page">
              <span class="lamp" aria-hidden="true" />
              <span class="unseen">{t("On the site now:")} </span>
              <PageLink address={visitor.page} />
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
          aria-label={t("About this person")}
          title={t("About this person")}
        >
          <Icon name="person" />
        </a>
        <IconButton
          icon="mail"
          label={t("Mark as unread")}
          disabled={conversation.unread || actions.busy}
          onClick={() => void actions.markUnread()}
        />
        <IconButton
          icon="ticket"
          label={ticket ? t("Subject, status, priority and tags") : t("Make a ticket")}
          onClick={onTicket}
        />
        <IconButton icon="print" label={t("Print")} onClick={onPrint} />
        <Assignee conversation={conversation} me={me} actions={actions} onAssign={onAssign} />
        <Button
          icon={isOpen ? "check" : "undo"}
          busy={actions.busy}
          aria-label={isOpen ? t("Close") : t("Reopen")}
          onClick={() => void actions.toggleClosed()}
        >
          <span class="wide-only">{isOpen ? t("Close") : t("Reopen")}</span>
        </Button>
      </div>
    </header>
  );
}

type AssigneeProps = Pick<ConversationHeaderProps, "conversation" | "me" | "actions" | "onAssign">;

/** The buttons to take or assign an unassigned conversation, or the assignee as the button to change it. */
function Assignee({ conversation: { assignee }, me, actions, onAssign }: AssigneeProps) {
  if (!assignee)
    return (
      <>
        <IconButton icon="people" label={t("Assign")} disabled={actions.busy} onClick={onAssign} />
        <Button icon="hand" busy={actions.busy} aria-label={t("Take")} onClick={() => void actions.take()}>
          <span class="wide-only">{t("Take")}</span>
        </Button>
      </>
    );
  const name = assignee.id === me ? t("You") : assignee.name;
  return (
    <Button
      icon="people"
      busy={actions.busy}
      aria-label={t("Assigned to {name}. Change assignee", { name })}
      title={t("Change assignee")}
      onClick={onAssign}
    >
      <span class="wide-only assignee" dir="auto" translate={assignee.id === me}>
        {name}
      </span>
    </Button>
  );
}
