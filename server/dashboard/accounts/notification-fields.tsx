import { useMemo, useState } from "preact/hooks";
import type {
  NotificationKind,
  NotificationPreferences,
  NotificationRoad,
  QuietHours,
} from "../../../shared/notifications.ts";
import { t } from "../i18n/translate.ts";
import { NIGHT, QuietTimes } from "../settings/quiet-times.tsx";
import { Combobox } from "../ui/combobox.tsx";
import { Field } from "../ui/field.tsx";
import { matchingOptions } from "../ui/matching-options.ts";
import { Switch } from "../ui/switch.tsx";
import { browserTimeZone, timeZones } from "../ui/time-zone.ts";

const kinds = (): readonly (readonly [NotificationKind, string])[] => [
  ["new_message", t("A new message while nobody is there")],
  ["assigned", t("A conversation is assigned to you")],
  ["mentioned", t("A note mentions you")],
];
const roads = (): readonly (readonly [NotificationRoad, string])[] => [
  ["mail", t("E-mail")],
  ["push", t("Push")],
];

interface NotificationRoadsProps {
  readonly preferences: NotificationPreferences;
  readonly onChange: (preferences: NotificationPreferences) => void;
}

/** The kinds of notification of an agent, and the roads on which they get them. */
export function NotificationRoads({ preferences, onChange }: NotificationRoadsProps) {
  return (
    <section class="group" aria-labelledby="notification-kinds">
      <h2 id="notification-kinds">{t("Tell me about")}</h2>
      <table class="notification-kinds">
        <thead>
          <tr>
            <td />
            {roads().map(([road, label]) => (
              <th key={road} class="road" scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {kinds().map(([kind, label]) => (
            <tr key={kind}>
              <th class="kind" scope="row">
                {label}
              </th>
              {roads().map(([road, roadLabel]) => (
                <td key={road}>
                  <input
                    type="checkbox"
                    aria-label={`${label}: ${roadLabel}`}
                    checked={preferences[kind][road]}
                    onChange={({ currentTarget }) =>
                      onChange({
                        ...preferences,
                        [kind]: { ...preferences[kind], [road]: currentTarget.checked },
                      })
                    }
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p class="hint">
        {t(
          "E-mails are sent after two minutes if nobody has answered by then, and only while you are away. Push messages go to the browsers below.",
        )}
      </p>
    </section>
  );
}

interface QuietHoursFieldsProps {
  readonly value: QuietHours | null;
  readonly onChange: (value: QuietHours | null) => void;
}

/** The hours in which an agent is told of nothing, in their own time zone. */
export function QuietHoursFields({ value, onChange }: QuietHoursFieldsProps) {
  return (
    <section class="group" aria-labelledby="quiet-hours">
      <h2 id="quiet-hours">{t("Quiet hours")}</h2>
      <Switch
        label={t("Do not disturb at certain hours")}
        hint={t("What still waits at their end is told then.")}
        checked={value !== null}
        onChange={(on) => onChange(on ? { ...NIGHT, timeZone: browserTimeZone() } : null)}
      />
      {value && (
        <>
          <QuietTimes value={value} onChange={(times) => onChange({ ...value, ...times })} />
          <TimeZoneField value={value.timeZone} onChange={(timeZone) => onChange({ ...value, timeZone })} />
        </>
      )}
    </section>
  );
}

function TimeZoneField({ value, onChange }: { value: string; onChange: (zone: string) => void }) {
  const zones = useMemo(() => timeZones().map((zone) => ({ id: zone, label: zone })), []);
  const [typed, setTyped] = useState(value);
  const isKnown = zones.some(({ id }) => id === typed);
  return (
    <Field label={t("Time zone")} fault={isKnown ? undefined : t("Choose a time zone from the list.")}>
      {(control) => (
        <Combobox
          {...control}
          label={t("Time zones")}
          value={typed}
          onInput={setTyped}
          options={matchingOptions(zones, typed)}
          onChoose={({ id }) => {
            setTyped(id);
            onChange(id);
          }}
        />
      )}
    </Field>
  );
}
