import { t } from "../../i18n/translate.ts";
import { Verbatim } from "../../ui/verbatim.tsx";
import type { useMentions } from "./use-mentions.ts";

/** The agents whom an unfinished mention can mean. */
export function MentionList({
  suggestions,
  list,
}: Pick<ReturnType<typeof useMentions>, "suggestions" | "list">) {
  return (
    <div
      id={list.listId}
      class="option-list"
      role="listbox"
      aria-label={t("Team members")}
      hidden={!suggestions.length}
    >
      {suggestions.map((agent, index) => (
        <div key={agent.id} {...list.optionProps(index)}>
          <Verbatim>{agent.name}</Verbatim>
        </div>
      ))}
    </div>
  );
}
