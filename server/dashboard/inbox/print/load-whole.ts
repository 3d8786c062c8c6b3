import type { Conversation } from "../../../../shared/conversation.ts";
import type { Api } from "../../data/api.ts";
import { withEarlierPage } from "../store/merge-messages.ts";

/**
 * Loads a conversation with all its entries, page by page.
 *
 * @param isWanted ends the loading when it returns false
 * @throws ApiError
 */
export async function loadWhole(
  api: Pick<Api, "conversation" | "history">,
  property: string,
  id: string,
  isWanted: () => boolean,
): Promise<Conversation> {
  let known = await api.conversation(property, id);
  for (let first = known.messages[0]; known.earlier && first && isWanted(); first = known.messages[0])
    known = withEarlierPage(known, await api.history(property, id, first.sequence));
  return known;
}
