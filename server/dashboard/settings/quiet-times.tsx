import { t } from "../i18n/translate.ts";
import { minutesOf, timeText } from "./opening-hours.ts";

interface Times {
  /** Minutes since local midnight. */
  readonly from: number;
  readonly to: number;
}

/** From ten in the evening until seven in the morning, when quiet hours are first turned on. */
export const NIGHT: Times = { from: 1320, to: 420 };

/** The start and the end of quiet hours, by the clock of some time zone. */
export function QuietTimes({
  value,
  onChange,
}: {
  readonly value: Times;
  readonly onChange: (times: Times) => void;
}) {
  const { from, to } = value;
  return (
    <div class="opening">
      <TimeField
        label={t("Quiet from")}
        value={from}
        other={to}
        onChange={(next) => onChange({ from: next, to })}
      />
      <span aria-hidden="true">–</span>
      <TimeField
        label={t("Quiet until")}
        value={to}
        other={from}
        onChange={(next) => onChange({ from, to: next })}
      />
    </div>
  );
}

interface TimeFieldProps {
  readonly label: string;
  readonly value: number;
  /** The other end, which it must differ from. */
  readonly other: number;
  readonly onChange: (minutes: number) => void;
}

function TimeField({ label, value, other, onChange }: TimeFieldProps) {
  return (
    <input
      class="input time"
      type="time"
      aria-label={label}
      value={timeText(value)}
      onChange={(event) => {
        const minutes = minutesOf(event.currentTarget.value);
        if (minutes !== null && minutes !== other) onChange(minutes);
        else event.currentTarget.value = timeText(value);
      }}
    />
  );
}
