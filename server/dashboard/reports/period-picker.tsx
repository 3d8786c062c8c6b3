import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { type Report, ReportPeriod, ReportQuery } from "../../../shared/reports.ts";
import { href } from "../app/routes.ts";
import { t } from "../i18n/translate.ts";
import { Button } from "../ui/button.tsx";
import { Field, TextField } from "../ui/field.tsx";
import { schemaFaults } from "../ui/schema-faults.ts";
import { PERIOD_WORDS } from "./report-texts.ts";

interface PeriodPickerProps {
  readonly property: string;
  /** The period of the address. */
  readonly query: ReportQuery;
  /** The period that is shown, from which the dates start; null: it is loading. */
  readonly shown: Pick<Report, "from" | "to"> | null;
}

const CUSTOM = "custom";

/** Chooses the period of the report, by its name or by two dates. The address of the page holds it. */
export function PeriodPicker({ property, query, shown }: PeriodPickerProps) {
  const { route } = useLocation();
  const named = query.period ?? "last_28_days";
  const [choice, setChoice] = useState<string>(query.from === undefined ? named : CUSTOM);
  const choose = (name: string) => {
    setChoice(name);
    const period = ReportPeriod.options.find((one) => one === name);
    if (period) route(href.reports(property, { period }));
  };
  return (
    <div class="report-period">
      <Field label={t("Period")}>
        {(control) => (
          <select
            {...control}
            class="input"
            value={choice}
            onChange={(event) => choose(event.currentTarget.value)}
          >
            {ReportPeriod.options.map((name) => (
              <option key={name} value={name}>
                {t(PERIOD_WORDS[name])}
              </option>
            ))}
            <option value={CUSTOM}>{t("Custom")}</option>
          </select>
        )}
      </Field>
      {choice === CUSTOM && <Dates property={property} query={query} shown={shown} />}
    </div>
  );
}

function Dates({ property, query, shown }: PeriodPickerProps) {
  const { route } = useLocation();
  const [from, setFrom] = useState(query.from ?? shown?.from ?? "");
  const [to, setTo] = useState(query.to ?? shown?.to ?? "");
  const [faults, setFaults] = useState<ReadonlyMap<string, string>>(new Map());
  return (
    <form
      class="report-dates"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const found = schemaFaults(ReportQuery, { from, to });
        setFaults(found);
        if (!found.size) route(href.reports(property, { from, to }));
      }}
    >
      <TextField label={t("From")} type="date" value={from} fault={faults.get("from")} onInput={setFrom} />
      <TextField label={t("To")} type="date" value={to} fault={faults.get("to")} onInput={setTo} />
      <Button type="submit">{t("Apply")}</Button>
    </form>
  );
}
