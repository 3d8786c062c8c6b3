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
import { type Message, message, t, withElements } from "../i18n/translate.ts";
import { Field } from "../ui/field.tsx";
import { FIELD_TYPES } from "../ui/field-types.ts";
import { count, dateLocale, percent, plainDate } from "../ui/format.ts";
import { LoadError, Note, Skeleton } from "../ui/states.tsx";
import { VERSION_NAMES } from "./named-forms.ts";

type Days = (typeof MEASURE_DAYS)[number];

const PERIODS: Readonly<Record<Days, Message>> = {
  7: message("Last 7 days"),
  28: message("Last 28 days"),
  90: message("Last 90 days"),
  365: message("Last 365 days"),
};

const DEVICES: Readonly<Record<MeasuredDevice, Message>> = {
  desktop: message("Computers"),
  mobile: message("Phones"),
  tablet: message("Tablets"),
  other: message("Other devices"),
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
      <h3 id="performance">{t("Performance")}</h3>
      <div class="performance-choice">
        <Field label={t("Period")}>
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
                  {t(PERIODS[one])}
                </option>
              ))}
            </select>
          )}
        </Field>
        {versions.length > 1 && (
          <Field label={t("Version")}>
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
      {loaded.kind === "loading" && <Skeleton lines={4} label={t("Loading the performance")} />}
      {loaded.kind === "failed" && <LoadError failure={loaded.failure} retry={() => void retry()} />}
      {loaded.kind === "ready" && !version && (
        <p class="hint">{t("In this period, the form was not shown to anybody.")}</p>
      )}
      {loaded.kind === "ready" && loaded.value.comparison && (
        <ComparedVersions comparison={loaded.value.comparison} />
      )}
      {version && <VersionPerformance version={version} />}
      <p class="hint">{t("Showings are counted without anything about the visitor.")}</p>
    </section>
  );
}

function versionName({ current, from, to }: MeasuredVersion, isCompared: boolean): string {
  if (!current) return `${plainDate(from)} – ${plainDate(to)}`;
  return isCompared ? t(VERSION_NAMES[current]) : t("Current");
}

function nameOf({ label, type }: MeasuredVersion["fields"][number]): string {
  const known = FIELD_TYPES[type as keyof typeof FIELD_TYPES];
  return label ?? (known ? t(known.name) : type);
}

/** Such as `45 seconds`, or `3 minutes` from two minutes on. */
function timeOf(seconds: number): string {
  const [value, unit] = seconds < 120 ? [seconds, "second"] : [seconds / 60, "minute"];
  return new Intl.NumberFormat(dateLocale(), { style: "unit", unit, unitDisplay: "long" }).format(value);
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
        <caption class="label">{t("The two versions, since {from}", { from: plainDate(from) })}</caption>
        <thead>
          <tr>
            <th scope="col">{t("Version")}</th>
            <th scope="col">{t("Shown")}</th>
            <th scope="col">{t("Sent")}</th>
          </tr>
        </thead>
        <tbody>
          {(["first", "second"] as const).map((version) => (
            <tr key={version}>
              <th scope="row">{t(VERSION_NAMES[version])}</th>
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
  if (!difference) return t("Each version has to be shown 100 times before they can be compared.");
  const [low, high] = [difference.low, difference.high].map(Math.round) as [number, number];
  if (low <= 0 && high >= 0)
    return t(
      "So far, no difference is certain: of 100 visitors, between {low} fewer and {high} more have sent the second version.",
      { low: -low, high },
    );
  const about = Math.round(Math.abs(difference.ofHundred));
  return difference.low > 0
    ? t("Of 100 visitors, about {about} more have sent the second version ({low} to {high}).", {
        about,
        low,
        high,
      })
    : t("Of 100 visitors, about {about} fewer have sent the second version ({low} to {high}).", {
        about,
        low: -high,
        high: -low,
      });
}

function VersionPerformance({ version }: { version: MeasuredVersion }) {
  const { shown, started, submitted, medianSeconds, fields, leftBeforeSending, devices, effects } = version;
  const steps = [
    { id: "start", name: t("Before the first answer"), left: shown - started },
    ...fields.map((field) => ({ id: `field ${field.id}`, name: nameOf(field), left: field.left })),
    { id: "send", name: t("Before sending"), left: leftBeforeSending },
  ];
  return (
    <>
      <dl class="performance-figures">
        <Figure name={t("Shown")} value={count(shown)} />
        <Figure name={t("Started")} value={shareOf(started, version)} />
        <Figure name={t("Sent")} value={shareOf(submitted, version)} />
        <Figure
          name={t("Median time")}
          value={medianSeconds === null ? "–" : t("up to {time}", { time: timeOf(medianSeconds) })}
        />
      </dl>
      {effects.map(({ field, ofHundred, low, high }) => (
        <Note key={field} icon="info">
          <p>
            {withElements(
              "Without “{field}”, about {share} more visitors would have written ({low} to {high}). This is an estimate: it supposes that those who left there would have gone on as often as the others.",
              {
                field: nameOf(
                  fields.find(({ id }) => id === field) ?? { id: field, type: field, label: field, left: 0 },
                ),
                share: <strong>{t("{count} of 100", { count: Math.round(ofHundred) })}</strong>,
                low: Math.round(low),
                high: Math.round(high),
              },
            )}
          </p>
        </Note>
      ))}
      <table class="performance-steps">
        <caption class="label">{t("Where visitors leave the form")}</caption>
        <thead class="unseen">
          <tr>
            <th scope="col">{t("Where")}</th>
            <th scope="col">{t("Visitors")}</th>
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
          <caption class="label">{t("Devices")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("Device")}</th>
              <th scope="col">{t("Shown")}</th>
              <th scope="col">{t("Sent")}</th>
            </tr>
          </thead>
          <tbody>
            {devices.map((one) => (
              <tr key={one.device}>
                <th scope="row">{t(DEVICES[one.device])}</th>
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
