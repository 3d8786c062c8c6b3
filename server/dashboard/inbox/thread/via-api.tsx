import type { Message } from "../../../../shared/conversation.ts";

/** Says that a program acted for the agent, by the name of its API key. */
export const ViaApi = ({ via }: Pick<Message, "via">) =>
  via === undefined ? null : (
    <span class="author-hint">
      via API · <bdi translate={false}>{via}</bdi>
    </span>
  );
