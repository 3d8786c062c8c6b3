import type { Me } from "../../../../shared/account.ts";
import { t } from "../../i18n/translate.ts";
import { EmptyState } from "../../ui/states.tsx";
import { href } from "../routes.ts";

/** The screen for an address that names no screen, or a property of others. */
export function Nowhere({ me }: { me: Me }) {
  const first = me.properties[0];
  return (
    <EmptyState page icon="search" title={t("Page not found")}>
      <p>{t("It may have moved, or you are not a member of its property.")}</p>
      {first && (
        <a class="button plain" href={href.inbox(first.id)}>
          {t("Go to the inbox")}
        </a>
      )}
    </EmptyState>
  );
}
