import { useMemo } from "preact/hooks";
import { useServices } from "../app/services.tsx";
import { createPaged } from "../data/paged.ts";
import { isAfter } from "../inbox/inbox-list.ts";
import { ConversationList } from "./paged-list.tsx";

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
  const none = except ? "There is no other." : "No conversation yet.";
  return <ConversationList property={property} list={list} none={none} except={except} />;
}
