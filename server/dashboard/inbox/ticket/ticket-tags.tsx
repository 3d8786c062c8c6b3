import { href } from "../../app/routes.ts";
import { useServices } from "../../app/services.tsx";
import { TagEditor } from "../../contacts/profile/tag-editor.tsx";
import type { TicketPartProps } from "./ticket-part-props.ts";

/** The tags of a conversation. Each links to the view of it. */
export function TicketTags({ property, conversation: { id, tags }, apply }: TicketPartProps) {
  const { api } = useServices();
  return (
    <TagEditor
      property={property}
      tags={tags}
      linkTo={(tag) => href.inbox(property, `tag:${tag}`)}
      save={async (ids) => apply(await api.updateConversation(property, id, { tags: [...ids] }))}
    />
  );
}
