import { useState } from "preact/hooks";
import type { PropertySettings } from "../../../shared/property.ts";
import { DAY_MINUTES } from "../../../shared/rules/calendar.ts";
import { isOpen, localTime } from "../../../shared/rules/hours.ts";
import { nextOpening } from "../../../shared/rules/open-intervals.ts";
import { useServices } from "../app/services.tsx";
import { t } from "../i18n/translate.ts";
import { TextField } from "../ui/field.tsx";
import { wallClock, wallDate } from "../ui/time-zone.ts";
import { instantOf, minutesOf, timeText } from "./opening-hours.ts";

type Hours = Pick<PropertySettings, "hours" | "timeZone" | "specialDays">;

/** Says what a visitor would see at a time that the owner chooses, by the settings as they are edited (R20). */
export function VisitorPreview({ settings }: { settings: Hours }) {
  const { clock } = useServices();
  const [chosen, choose] = useState<{ date?: string; time?: string }>({});
  if (!wallClock(settings.timeZone, clock.value)) return null;
  const today = localTime(settings.timeZone, clock.value);
  const date = chosen.date ?? new Date(today.day * DAY_MINUTES * 60_000).toISOString().slice(0, 10);
  const time = chosen.time ?? timeText(today.minute);
  return (
    <div class="group">
      <h3>{t("What visitors see")}</h3>
      <div class="preview-time">
        <TextField
          label={t("On")}
          type="date"
          value={date}
          onInput={(typed) => choose({ ...chosen, date: typed })}
        />
        <TextField
          label={t("At")}
          type="time"
          value={time}
          onInput={(typed) => choose({ ...chosen, time: typed })}
        />
      </div>
      <p role="status">{describe(settings, date, time)}</p>
    </div>
  );
}

/** @param date e.g. `2026-12-24` @param time e.g. `10:00`; both of the property's time zone */
function describe({ hours, timeZone, specialDays }: Hours, date: string, time: string): string {
  const minutes = minutesOf(time);
  const wall = Date.parse(`${date}T00:00Z`) + (minutes ?? 0) * 60_000;
  if (minutes === null || Number.isNaN(wall)) return t("Choose a date and a time.");
  const at = instantOf(timeZone, wall);
  const when = wallDate(timeZone, at);
  if (isOpen(hours, timeZone, at, specialDays))
    return t("{when}: the pre-chat form while an agent is available, and the offline form otherwise.", {
      when,
    });
  const next = nextOpening(hours, timeZone, at, specialDays);
  const back =
    next === null
      ? t("not open again within a year")
      : t("open again on {timeZone}", { timeZone: wallDate(timeZone, next) });
  return t("{when}: the offline form; {back}.", { when, back });
}
