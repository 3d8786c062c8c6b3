import { useState } from "preact/hooks";
import { Choice } from "../ui/choice.tsx";
import { Switch } from "../ui/switch.tsx";
import { CodeSnippet } from "./code-snippet.tsx";
import "./identity.css";
import { t } from "../i18n/translate.ts";
import { IdentityCheck } from "./identity-check.tsx";
import { IdentitySecretList } from "./identity-secrets.tsx";
import {
  LOGOUT_SNIPPET,
  PAGE_SNIPPET,
  SERVER_SNIPPETS,
  SNIPPET_LANGUAGES,
  type SnippetLanguage,
} from "./identity-snippets.ts";
import type { Editing } from "./use-settings-draft.ts";

/** Signed identity: the secrets, who may chat, what the owner's developer pastes, and the check of a token (R33). */
export function IdentitySection({ property, editing }: { property: string; editing: Editing }) {
  const { draft, set } = editing;
  const [language, setLanguage] = useState<SnippetLanguage>("node");
  return (
    <div class="identity">
      <p class="hint">
        {t(
          "Your server signs who is signed in on your site. Visitors then see their conversations on every device, are asked for nothing that you know, and agents see that an identity is proven.",
        )}
      </p>
      <section>
        <h3>{t("1. Give your server the secret")}</h3>
        <IdentitySecretList property={property} />
      </section>
      <section>
        <h3>{t("2. Sign the user on your server")}</h3>
        <Choice
          label={t("Language of your server")}
          hideLabel
          value={language}
          options={SNIPPET_LANGUAGES}
          onChange={setLanguage}
        />
        <CodeSnippet code={SERVER_SNIPPETS[language]} what={t("code for the server")} />
      </section>
      {language !== "liquid" && (
        <section>
          <h3>{t("3. Tell the widget, on each page of a signed-in user")}</h3>
          <CodeSnippet code={PAGE_SNIPPET} what={t("code for the page")} />
        </section>
      )}
      <section>
        <h3>{t("{step}. When the user signs out", { step: language === "liquid" ? 3 : 4 })}</h3>
        <p class="hint">{t("The next person at the same computer then gets nothing of the one before.")}</p>
        <CodeSnippet code={LOGOUT_SNIPPET} what={t("call for signing out")} />
      </section>
      <section>
        <h3>{t("Check a token")}</h3>
        <IdentityCheck property={property} />
      </section>
      <section>
        <h3>{t("Who can chat")}</h3>
        <Switch
          label={t("Only signed-in visitors can chat")}
          hint={t(
            "Forms, messages and files of everybody else are refused, and the widget says so. Visitors are signed in once a token of yours was accepted in their browser.",
          )}
          checked={draft.signedInOnly}
          onChange={(signedInOnly) => set({ signedInOnly })}
        />
      </section>
    </div>
  );
}
