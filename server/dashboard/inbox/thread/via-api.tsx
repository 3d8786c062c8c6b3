import type { Message } from "../../../../shared/conversation.ts";
import { withElements } from "../../i18n/translate.ts";

/** Says that a program acted for the agent, by the name of its API key. */
export const ViaApi = ({ via }: Pick<Message, "via">) =>
  via === undefined ? null : (
    <span class="author-hint">
      {withElements("via API · {via}", { via: <bdi translate={false}>{via}</bdi> })}
    </span>
  );
