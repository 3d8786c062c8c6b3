import { useState } from "preact/hooks";
import {
  FormMeasure,
  MEASURE_DAYS,
  type MeasuredComparison,
  type MeasuredDevice,
  type MeasuredVersion,
} from "../../../shared/form-measure.ts";
import { useServices } from "../app/services.tsx";
import { useLoad } from "../data/use-load.ts";
import { Field } from "../ui/field.tsx";
import { FIELD_TYPES } from "../ui/field-types.ts";
import { count, LOCALE, percent, plainDate } from "../ui/format.ts";
import { LoadError, Note, Skeleton } from "../ui/states.tsx";
import { VERSION_NAMES } from "./named-forms.ts";

type Days = (typeof MEASURE_DAYS)[number];

const PERIODS: Readonly<Record<Days, string>> = {
  7: "Last 7 days",
  28: "Last 28 days",
  90: "Last 90 days",
  365: "Last 365 days",
};

const DEVICES: Readonly<Record<MeasuredDevice, string>> = {
  desktop: "Computers",
  mobile: "Phones",
  tablet: "Tablets",
  other: "Other devices",
};

interface FormPerformanceProps {
  readonly property: string;
  /** The key of the form. */
  readonly form: string;
}

/** The measure of a form (R29): by version, by field and by device. */
export function FormPerformance({ property, form }: FormPerformanceProps) {
  const { api } = useServices();
  const [days, setDays] = useState<Days>("28");
  const [chosen, setChosen] = useState("");
  const { loaded, retry } = useLoad(`${property} ${form} ${days}`, () =>
    api.call(FormMeasure, "GET", "/properties/:property/forms/:form/measure", {
      param: { property, form },
      query: { days },
    }),
  );
  const versions = loaded.kind === "ready" ? loaded.value.versions : [];
  const version = versions.find((one) => one.version === chosen) ?? versions[0];
  return (
    <section class="group performance" aria-labelledby="performance">
      <h3 id="performance">Performance</h3>
      <div class="performance-choice">
        <Field label="Period">
          {(control) => (
            <select
              {...control}
              class="input compact"
              value={days}
              onChange={({ currentTarget: { value } }) =>
                setDays(MEASURE_DAYS.find((one) => one === value) ?? "28")
              }
            >
              {MEASURE_DAYS.map((one) => (
                <option key={one} value={one}>
                  {PERIODS[one]}
                </option>
              ))}
            </select>
          )}
        </Field>
        {versions.length > 1 && (
          <Field label="Version">
            {(control) => (
              <select
                {...control}
                class="input compact"
                value={version?.version}
                onChange={({ currentTarget: { value } }) => setChosen(value)}
              >
                {versions.map((one) => (
                  <option key={one.version} value={one.version}>
                    {versionName(
                      one,
                      versions.some(({ current }) => current === "second"),
                    )}
                  </option>
                ))}
              </select>
            )}
          </Field>
        )}
      </div>
      {loaded.kind === "loading" && <Skeleton lines={4} label="Loading the performance" />}
      {loaded.kind === "failed" && <LoadError failure={loaded.failure} retry={() => void retry()} />}
      {loaded.kind === "ready" && !version && (
        <p class="hint">In this period, the form was not shown to anybody.</p>
      )}
      {loaded.kind === "ready" && loaded.value.comparison && (
        <ComparedVersions comparison={loaded.value.comparison} />
      )}
      {version && <VersionPerformance version={version} />}
      <p class="hint">Showings are counted without anything about the visitor.</p>
    </section>
  );
}

function versionName({ current, from, to }: MeasuredVersion, isCompared: boolean): string {
  if (!current) return `${plainDate(from)} – ${plainDate(to)}`;
  return isCompared ? VERSION_NAMES[current] : "Current";
}

const nameOf = ({ label, type }: MeasuredVersion["fields"][number]) =>
  label ?? FIELD_TYPES[type as keyof typeof FIELD_TYPES]?.name ?? type;

/** Such as `45 seconds`, or `3 minutes` from two minutes on. */
function timeOf(seconds: number): string {
  const [value, unit] = seconds < 120 ? [seconds, "second"] : [seconds / 60, "minute"];
  return new Intl.NumberFormat(LOCALE, { style: "unit", unit, unitDisplay: "long" }).format(value);
}

/** A count with its share of the showings. */
const shareOf = (part: number, { shown }: Pick<MeasuredVersion, "shown">) =>
  `${count(part)} (${percent(shown ? part / shown : 0)})`;

/** The outcomes of two versions of a form (R29). */
function ComparedVersions({ comparison }: { comparison: MeasuredComparison }) {
  const { from, difference } = comparison;
  return (
    <>
      <table class="performance-steps">
        <caption class="label">The two versions, since {plainDate(from)}</caption>
        <thead>
          <tr>
            <th scope="col">Version</th>
            <th scope="col">Shown</th>
            <th scope="col">Sent</th>
          </tr>
        </thead>
        <tbody>
          {(["first", "second"] as const).map((version) => (
            <tr key={version}>
              <th scope="row">{VERSION_NAMES[version]}</th>
              <td>{count(comparison[version].shown)}</td>
              <td>{shareOf(comparison[version].submitted, comparison[version])}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Note icon="info">
        <p>{comparisonResult(difference)}</p>
      </Note>
    </>
  );
}

function comparisonResult(difference: MeasuredComparison["difference"]): string {
  if (!difference) return "Each version has to be shown 100 times before they can be compared.";
  const [low, high] = [difference.low, difference.high].map(Math.round) as [number, number];
  if (low <= 0 && high >= 0)
    return `So far, no difference is certain: of 100 visitors, between ${-low} fewer and ${high} more have sent the second version.`;
  const about = Math.round(Math.abs(difference.ofHundred));
  return difference.low > 0
    ? `Of 100 visitors, about ${about} more have sent the second version (${low} to ${high}).`
    : `Of 100 visitors, about ${about} fewer have sent the second version (${-high} to ${-low}).`;
}

function VersionPerformance({ version }: { version: MeasuredVersion }) {
  const { shown, started, submitted, medianSeconds, fields, leftBeforeSending, devices, effects } = version;
  const steps = [
    { id: "start", name: "Before the first answer", left: shown - started },
    ...fields.map((field) => ({ id: `field ${field.id}`, name: nameOf(field), left: field.left })),
    { id: "send", name: "Before sending", left: leftBeforeSending },
  ];
  return (
    <>
      <dl class="performance-figures">
        <Figure name="Shown" value={count(shown)} />
        <Figure name="Started" value={shareOf(started, version)} />
        <Figure name="Sent" value={shareOf(submitted, version)} />
        <Figure name="Median time" value={medianSeconds === null ? "–" : `up to ${timeOf(medianSeconds)}`} />
      </dl>
      {effects.map(({ field, ofHundred, low, high }) => (
        <Note key={field} icon="info">
          <p>
            Without “
            {nameOf(
              fields.find(({ id }) => id === field) ?? { id: field, type: field, label: field, left: 0 },
            )}
            ”, about <strong>{Math.round(ofHundred)} of 100</strong> more visitors would have written (
            {Math.round(low)} to {Math.round(high)}). This is an estimate: it supposes that those who left
            there would have gone on as often as the others.
          </p>
        </Note>
      ))}
      <table class="performance-steps">
        <caption class="label">Where visitors leave the form</caption>
        <thead class="unseen">
          <tr>
            <th scope="col">Where</th>
            <th scope="col">Visitors</th>
          </tr>
        </thead>
        <tbody>
          {steps.map(({ id, name, left }) => (
            <tr key={id}>
              <th scope="row" dir="auto">
                {name}
              </th>
              <td>
                <span class="performance-bar" aria-hidden="true">
                  <span style={{ inlineSize: `${shown ? (100 * left) / shown : 0}%` }} />
                </span>
                {shareOf(left, version)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {devices.length > 1 && (
        <table class="performance-steps">
          <caption class="label">Devices</caption>
          <thead>
            <tr>
              <th scope="col">Device</th>
              <th scope="col">Shown</th>
              <th scope="col">Sent</th>
            </tr>
          </thead>
          <tbody>
            {devices.map((one) => (
              <tr key={one.device}>
                <th scope="row">{DEVICES[one.device]}</th>
                <td>{count(one.shown)}</td>
                <td>{shareOf(one.submitted, one)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
