import { useState } from "preact/hooks";
import {
  BodyOutcome,
  type DryRun,
  type MappingRule,
  type WebhookSource,
} from "../../../../shared/webhook-source.ts";
import { useAction } from "../../data/use-action.ts";
import { t } from "../../i18n/translate.ts";
import { Button } from "../../ui/button.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { ErrorNote } from "../../ui/states.tsx";
import { Verbatim } from "../../ui/verbatim.tsx";
import { outcomeLabel, toneOf } from "./source-words.ts";
import { useSourceApi } from "./use-source-api.ts";

interface DryRunProps {
  readonly property: string;
  readonly source: WebhookSource;
  readonly mapping: readonly MappingRule[];
  readonly country: string | null;
}

/** Tries the mapping on the recorded bodies, and shows what they would do. Nothing is written. */
export function DryRunResults({ property, source, mapping, country }: DryRunProps) {
  const api = useSourceApi(property);
  const [result, setResult] = useState<{ of: string; run: DryRun } | null>(null);
  const tried = JSON.stringify([mapping, country]);
  const run = useAction(async () =>
    setResult({ of: tried, run: await api.dryRun(source.id, mapping, country) }),
  );
  const shown = result?.of === tried ? result.run : null;
  return (
    <section class="dry-run" aria-label={t("Try it")}>
      <p>
        <Button icon="check" busy={run.busy} onClick={() => void run.run()}>
          {t("Try it on the recorded bodies")}
        </Button>
      </p>
      <ErrorNote failure={run.failure} />
      <div role="status">
        {shown && <p class="hint">{`${summaryOf(shown)} ${t("Nothing was written.")}`}</p>}
      </div>
      {shown && shown.items.length > 0 && (
        <ul class="plain-list body-list" aria-label={t("What the recorded bodies would do")}>
          {shown.items.map((item) => (
            <li key={item.body}>
              <span class={`badge ${toneOf(item.outcome)}`}>{outcomeLabel(item.outcome)}</span>
              <span class="body-words">
                {item.person && <Verbatim>{item.person}</Verbatim>}
                {[item.reason, ...item.leftOut.map((one) => t("Left out: {reason}", { reason: one }))]
                  .filter(Boolean)
                  .map((words) => (
                    <span key={words} class="hint">
                      {words}
                    </span>
                  ))}
              </span>
              <span class="hint">
                <RelativeTime at={item.receivedAt} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** The counts of a dry run in words: `2 × new contact, 1 × refused.` */
function summaryOf({ items }: DryRun): string {
  if (!items.length) return t("Nothing is recorded yet.");
  const counts = BodyOutcome.options.flatMap((outcome) => {
    const { length } = items.filter((item) => item.outcome === outcome);
    return length ? [`${length} × ${outcomeLabel(outcome).toLowerCase()}`] : [];
  });
  return `${counts.join(", ")}.`;
}
