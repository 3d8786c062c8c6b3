import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import type { Me } from "../../../shared/account.ts";
import { t } from "../i18n/translate.ts";
import { useTitle } from "../ui/use-title.ts";
import { ChangePassword } from "./change-password.tsx";
import { LanguageChoice } from "./language-choice.tsx";
import { Sessions } from "./sessions.tsx";
import { TwoFactor } from "./two-factor.tsx";

/** One's own account: password, two-factor authentication and sessions. */
export function AccountScreen({ me }: { me: Me }) {
  useTitle(t("Account and security"));
  return (
    <main class="own-account" id="main" tabIndex={-1}>
      <div class="own-account-column">
        <h1>{t("Account and security")}</h1>
        <Section title={t("Two-factor authentication")}>
          <TwoFactor me={me} />
        </Section>
        <Section title={t("Password")}>
          <ChangePassword me={me} />
        </Section>
        <Section title={t("Language")}>
          <LanguageChoice value={me.agent.language} />
        </Section>
        <Section title={t("Sessions")}>
          <Sessions />
        </Section>
      </div>
    </main>
  );
}

function Section({ title, children }: { title: string; children: ComponentChildren }) {
  const heading = useId();
  return (
    <section class="own-account-section" aria-labelledby={heading}>
      <h2 id={heading}>{title}</h2>
      {children}
    </section>
  );
}
