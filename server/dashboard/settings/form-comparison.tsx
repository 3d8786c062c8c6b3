import { useState } from "preact/hooks";
import type { FormKey } from "../../../shared/form-key.ts";
import { t } from "../i18n/translate.ts";
import { Button } from "../ui/button.tsx";
import { Choice } from "../ui/choice.tsx";
import { beginComparison, endComparison, type FormVersion, VERSION_NAMES } from "./named-forms.ts";
import { NumberField } from "./number-field.tsx";
import type { Editing } from "./use-settings-draft.ts";

const VERSIONS = ["first", "second"] as const satisfies readonly FormVersion[];

interface FormComparisonProps {
  readonly editing: Editing;
  /** The key of the form. */
  readonly form: FormKey;
  /** The version that is edited. */
  readonly version: FormVersion;
  readonly onVersion: (version: FormVersion) => void;
}

/** Begins and ends the comparison of a form with a second version, and chooses the version that is edited (R29). */
export function FormComparison({ editing, form, version, onVersion }: FormComparisonProps) {
  const { draft } = editing;
  const [said, setSaid] = useState("");
  const at = draft.comparisons.findIndex((one) => one.form === form);
  const comparison = draft.comparisons[at];

  function begin(): void {
    editing.set(beginComparison(draft, form));
    onVersion("second");
    setSaid(t("The second version is a copy of the first. Change it, then save."));
  }

  function keep(chosen: FormVersion): void {
    editing.set(endComparison(draft, form, chosen));
    onVersion("first");
    setSaid(
      chosen === "first"
        ? t("Once you save, all visitors see the first version.")
        : t("Once you save, all visitors see the second version."),
    );
  }

  return (
    <section class="group form-comparison" aria-label={t("Comparison")}>
      {comparison ? (
        <>
          <Choice
            label={t("Edited version")}
            value={version}
            options={VERSIONS.map((value) => ({ value, label: t(VERSION_NAMES[value]) }))}
            onChange={onVersion}
          />
          <NumberField
            label={t("Visitors who see the second version, in percent")}
            hint={t(
              "They are drawn by their visitor ID, so each sees the same version on every page. What came of it is under Performance.",
            )}
            min={1}
            max={99}
            value={comparison.share}
            onInput={(share) =>
              editing.set({
                comparisons: draft.comparisons.map((one) => (one.form === form ? { ...one, share } : one)),
              })
            }
            data-path={`comparisons.${at}.share`}
            fault={editing.fault(`comparisons.${at}.share`)}
          />
          <p class="button-row">
            {VERSIONS.map((chosen) => (
              <Button key={chosen} small onClick={() => keep(chosen)}>
                {chosen === "first" ? t("Keep the first version") : t("Keep the second version")}
              </Button>
            ))}
          </p>
        </>
      ) : (
        <p>
          <Button small onClick={begin}>
            {t("Compare with a second version")}
          </Button>
        </p>
      )}
      <p class="hint" role="status">
        {said}
      </p>
    </section>
  );
}
