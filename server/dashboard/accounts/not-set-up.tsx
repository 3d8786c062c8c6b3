import { t, withElements } from "../i18n/translate.ts";
import { AccountPage } from "./account-page.tsx";

/** No account exists yet; only the server's log has the link to create the first one. */
export function NotSetUpScreen() {
  return (
    <AccountPage title={t("Set up Foyer")} lead={t("This server has no account yet.")}>
      <p>
        {withElements(
          "Open the set-up link that the server prints when it starts. In its log, look for the line that begins with {words}.",
          {
            words: (
              <code class="notranslate" translate={false}>
                First run:
              </code>
            ),
          },
        )}
      </p>
      <p class="hint">{t("The link works once. Each start of the server prints a new one.")}</p>
    </AccountPage>
  );
}
