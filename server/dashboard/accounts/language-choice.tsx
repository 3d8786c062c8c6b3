import { DASHBOARD_LANGUAGES, DashboardLanguage } from "../../../shared/dashboard-language.ts";
import { useServices } from "../app/services.tsx";
import { useAction } from "../data/use-action.ts";
import { t } from "../i18n/translate.ts";
import { Field } from "../ui/field.tsx";
import { ErrorNote } from "../ui/states.tsx";

/** Chooses the language of the dashboard. A language is called by its own name, so that its readers find it. */
export function LanguageChoice({ value }: { value: DashboardLanguage | null }) {
  const { api, session } = useServices();
  const choose = useAction(async (language: DashboardLanguage | null) => {
    await api.chooseLanguage({ language });
    await session.load();
  });
  return (
    <>
      <Field label={t("Language of the dashboard")}>
        {(control) => (
          <select
            {...control}
            class="input"
            disabled={choose.busy}
            value={value ?? ""}
            onChange={({ currentTarget }) =>
              void choose.run(DashboardLanguage.options.find((one) => one === currentTarget.value) ?? null)
            }
          >
            <option value="">{t("Browser’s language")}</option>
            {DashboardLanguage.options.map((language) => (
              <option key={language} value={language} lang={language} translate={false}>
                {DASHBOARD_LANGUAGES[language].name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <ErrorNote failure={choose.failure} />
    </>
  );
}
