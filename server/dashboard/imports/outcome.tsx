import { type ImportReport, ROW_OUTCOMES } from "../../../shared/import.ts";
import { t } from "../i18n/translate.ts";
import { count } from "../ui/format.ts";
import { OUTCOME_TEXTS } from "./import-texts.ts";
import type { Tense } from "./row-issue-groups.ts";

/** The number of rows for each outcome, planned or done. */
export function Outcome({ report, tense }: { report: ImportReport; tense: Tense }) {
  return (
    <div class="outcome">
      <div class="outcome-bar" aria-hidden="true">
        {ROW_OUTCOMES.map((outcome) => {
          const rows = report.counts[outcome];
          return rows > 0 && <span key={outcome} class={outcome} style={{ flexGrow: rows }} />;
        })}
      </div>
      <dl class="outcome-counts">
        {ROW_OUTCOMES.map((outcome) => (
          <div key={outcome} class={report.counts[outcome] ? outcome : `${outcome} none`}>
            <dt>{t(OUTCOME_TEXTS[outcome].label)}</dt>
            <dd>
              <span class="outcome-number">{count(report.counts[outcome])}</span>
              <span class="hint">{t(OUTCOME_TEXTS[outcome][tense])}</span>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
