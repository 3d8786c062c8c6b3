import { t } from "../i18n/translate.ts";
import { count } from "../ui/format.ts";
import { hourName, weekdayNames } from "./report-texts.ts";

/** The shades of the map, without the one for nothing. */
const SHADES = 5;
/** Every so many hours, one is named. */
const NAMED_HOURS = 6;

/** A picture of a week: a row for each weekday, Monday first, a field for each hour, the darker the more there was. */
export function HeatMap({ week, alt }: { week: readonly (readonly number[])[]; alt: string }) {
  const most = Math.max(1, ...week.flat());
  const days = weekdayNames("short");
  return (
    <div class="heat-map" role="img" aria-label={alt}>
      {week.map((hours, day) => (
        <div key={days[day]} class="heat-row">
          <span class="heat-day">{days[day]}</span>
          {hours.map((number, hour) => (
            <span
              key={hourName(hour)}
              class={`heat heat-${number ? Math.ceil((number / most) * SHADES) : 0}`}
              title={`${days[day]} ${hourName(hour)}: ${count(number)}`}
            />
          ))}
        </div>
      ))}
      <div class="heat-row">
        <span class="heat-day" />
        {Array.from({ length: 24 / NAMED_HOURS }, (_, part) => (
          <span key={hourName(part * NAMED_HOURS)} class="heat-hour">
            {hourName(part * NAMED_HOURS)}
          </span>
        ))}
      </div>
    </div>
  );
}

/** The busiest hour of a week, in words. Pure. */
export function busiestHour(week: readonly (readonly number[])[]): string {
  const all = week.flatMap((hours, day) => hours.map((number, hour) => ({ day, hour, number })));
  const busiest = all.reduce((most, one) => (one.number > most.number ? one : most), {
    day: 0,
    hour: 0,
    number: 0,
  });
  if (!busiest.number) return t("There are none in this period.");
  return t("Most begin on {day} from {hour}: {count}.", {
    day: weekdayNames("long")[busiest.day] ?? "",
    hour: hourName(busiest.hour),
    count: count(busiest.number),
  });
}
