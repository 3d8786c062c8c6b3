import { useMemo } from "preact/hooks";
import { useServices } from "../app/services.tsx";
import { createPaged } from "../data/paged.ts";
import { t } from "../i18n/translate.ts";
import { isAfter } from "../inbox/store/inbox-list.ts";
import { ConversationList } from "./paged-list.tsx";

interface ContactConversationsProps {
  readonly property: string;
  readonly contact: string;
  /** The ID of a conversation that is shown elsewhere on the page. */
  readonly except?: string;
}

/** The conversations of a contact, newest first, as links into the inbox. */
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
  const emptyText = except ? t("No other conversations.") : t("No conversations yet.");
  return <ConversationList property={property} list={list} emptyText={emptyText} except={except} />;
}
