import type { Me } from "../../../../shared/account.ts";
import { t } from "../../i18n/translate.ts";
import { EmptyState } from "../../ui/states.tsx";
import { AccountMenu } from "./account-menu.tsx";

/** The page of an agent who is a member of no property, e.g. because an admin removed them. */
export function NoProperty({ me }: { me: Me }) {
  return (
    <div class="shell">
      <header class="top">
        <span class="property">
          <span class="property-name">{"Foyer"}</span>
        </span>
        <div class="top-end">
          <AccountMenu me={me} />
        </div>
      </header>
      <main class="centre" id="main">
        <EmptyState page icon="people" title={t("You are not a member of any property")}>
          <p>{t("Ask an admin for an invitation. Your account stays.")}</p>
        </EmptyState>
      </main>
    </div>
  );
}
