import { useEffect, useMemo } from "preact/hooks";
import { ConversationRow } from "../inbox/conversation-row.tsx";
import { isAfter } from "../inbox/inbox-list.ts";
import { createPaged } from "../paged.ts";
import { href } from "../routes.ts";
import { useServices } from "../services.tsx";
import { Button } from "../ui/button.tsx";
import { FailureNote, Skeleton } from "../ui/states.tsx";

interface ContactConversationsProps {
  readonly property: string;
  readonly contact: string;
  /** One that is shown elsewhere on the page. */
  readonly except?: string;
}

/** What a contact wrote and was asked, newest first; each leads to the conversation itself. */
export function ContactConversations({ property, contact, except }: ContactConversationsProps) {
  const { api } = useServices();
  const list = useMemo(
    () =>
      createPaged({
        load: (cursor: string | null) => api.inbox(property, { contact, cursor }),
        keyOf: (conversation) => conversation.id,
        isAfter,
      }),
    [api, property, contact],
  );
  useEffect(() => {
    void list.load();
  }, [list]);

  const { next, status, failure, ...loaded } = list.state.value;
  const items = loaded.items.filter(({ id }) => id !== except);
  if (status === "loading") return <Skeleton lines={3} label="Loading the conversations" />;
  return (
    <>
      {!items.length && status === "ready" && (
        <p class="hint">{except ? "There is no other." : "No conversation yet."}</p>
      )}
      <ul class="plain-list rows">
        {items.map((item) => (
          <li key={item.id}>
            <ConversationRow
              item={item}
              href={href.inbox(property, item.status === "closed" ? "closed" : "open", item.id)}
              selected={false}
              tabIndex={0}
            />
          </li>
        ))}
      </ul>
      <FailureNote failure={failure} />
      {(next !== null || failure) && (
        <Button
          busy={status === "more"}
          onClick={() => void (loaded.items.length ? list.more() : list.load())}
        >
          {failure ? "Try again" : "Show more"}
        </Button>
      )}
    </>
  );
}
