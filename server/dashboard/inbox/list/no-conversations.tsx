import type { PropertyOfMe } from "../../../../shared/account.ts";
import { href, isTagView, type View } from "../../app/routes.ts";
import { t } from "../../i18n/translate.ts";
import { EmptyState } from "../../ui/states.tsx";

interface NoConversationsProps {
  readonly view: View;
  readonly title: string;
  readonly property: PropertyOfMe;
}

/** The text of an empty view. */
export function NoConversations({ view, title, property }: NoConversationsProps) {
  switch (view) {
    case "unanswered":
      return (
        <EmptyState icon="check" title={t("No one is waiting")}>
          <p>{t("Conversations that wait for an answer appear here, the longest wait first.")}</p>
        </EmptyState>
      );
    case "mine":
      return (
        <EmptyState icon="inbox" title={t("No conversations assigned to you")}>
          <p>{t("Conversations that you take or answer stay here until they are closed.")}</p>
        </EmptyState>
      );
    case "all":
      return (
        <EmptyState icon="inbox" title={t("No open conversations")}>
          <p>{t("New messages appear here automatically.")}</p>
          {property.role === "admin" && (
            <a href={href.settings(property.id, "install")}>{t("Install the widget")}</a>
          )}
        </EmptyState>
      );
    case "closed":
      return (
        <EmptyState icon="check" title={t("No closed conversations")}>
          <p>
            {t(
              "A closed chat reopens when the person writes again; a reply to a closed ticket opens a new one.",
            )}
          </p>
        </EmptyState>
      );
    case "suspicious":
      return (
        <EmptyState icon="shield" title={t("No suspicious conversations")}>
          <p>{t("Messages that were probably sent by bots appear here. They are never deleted.")}</p>
        </EmptyState>
      );
    default:
      return (
        <EmptyState
          icon="check"
          title={
            isTagView(view)
              ? t("No conversations with this tag")
              : t("No {value} conversations", { value: title.toLowerCase() })
          }
        />
      );
  }
}
