import { type ImportReport, VERDICTS } from "../../../shared/import.ts";
import { count } from "../ui/format.ts";
import { VERDICT_TEXTS } from "./import-texts.ts";

/** What becomes (or became) of the rows, in numbers. */
export function Outcome({ report, tense }: { report: ImportReport; tense: "planned" | "done" }) {
  return (
    <div class="outcome">
      <div class="outcome-bar" aria-hidden="true">
        {VERDICTS.map((verdict) => {
          const rows = report.counts[verdict];
          return rows > 0 && <span key={verdict} class={verdict} style={{ flexGrow: rows }} />;
        })}
      </div>
      <dl class="outcome-counts">
        {VERDICTS.map((verdict) => (
          <div key={verdict} class={report.counts[verdict] ? verdict : `${verdict} none`}>
            <dt>{VERDICT_TEXTS[verdict].label}</dt>
            <dd>
              <span class="outcome-number">{count(report.counts[verdict])}</span>
              <span class="hint">{VERDICT_TEXTS[verdict][tense]}</span>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
