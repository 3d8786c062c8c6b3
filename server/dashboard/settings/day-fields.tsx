import { DAY_MINUTES } from "../../../shared/rules/calendar.ts";
import type { Opening } from "../../../shared/rules/hours.ts";
import { t } from "../i18n/translate.ts";
import { IconButton } from "../ui/button.tsx";
import { Fault } from "../ui/field.tsx";
import { addOpening, minutesOf, timeText, withTime } from "./opening-hours.ts";
import type { Editing } from "./use-settings-draft.ts";

interface DayFieldsProps {
  /** The name of the day, as it is shown and announced. */
  readonly name: string;
  readonly openings: readonly Opening[];
  readonly path: string;
  readonly fault: Editing["fault"];
  readonly onChange: (openings: readonly Opening[]) => void;
}

/** The openings of one day. */
export function DayFields({ name, openings, path, fault, onChange }: DayFieldsProps) {
  return (
    <fieldset class="day">
      <legend>{name}</legend>
      <div class="openings">
        {openings.length === 0 && <span class="closed">{t("Closed")}</span>}
        {openings.map((opening, index) => (
          <OpeningFields
            // openings can repeat while they are typed, so the index identifies an opening
            key={index}
            name={name}
            opening={opening}
            path={`${path}.${index}`}
            fault={
              fault(`${path}.${index}`) ?? fault(`${path}.${index}.from`) ?? fault(`${path}.${index}.to`)
            }
            onChange={(changed) => onChange(openings.with(index, changed))}
            onRemove={() => onChange(openings.toSpliced(index, 1))}
          />
        ))}
      </div>
      <IconButton
        icon="plus"
        label={t("Add hours on {name}", { name })}
        disabled={openings.length >= 10}
        onClick={() => onChange(addOpening(openings))}
      />
    </fieldset>
  );
}

interface OpeningFieldsProps {
  readonly name: string;
  readonly opening: Opening;
  readonly path: string;
  readonly fault: string | undefined;
  readonly onChange: (opening: Opening) => void;
  readonly onRemove: () => void;
}

function OpeningFields({ name, opening, path, fault, onChange, onRemove }: OpeningFieldsProps) {
  const time = (end: "from" | "to") => (
    <input
      class="input time"
      type="time"
      aria-label={`${name}, ${end === "from" ? "opens" : "closes"}`}
      aria-invalid={fault ? true : undefined}
      data-path={path}
      value={timeText(opening[end])}
      onInput={(event) => {
        const minutes = minutesOf(event.currentTarget.value);
        if (minutes !== null) onChange(withTime(opening, end, minutes));
      }}
      // an empty or incomplete time is part of the draft, so that its field shows a fault
      onBlur={(event) => {
        event.currentTarget.value = timeText(opening[end]);
      }}
    />
  );
  return (
    <div class="opening">
      {time("from")}
      <span aria-hidden="true">–</span>
      {time("to")}
      <IconButton icon="bin" label={t("Remove these hours on {name}", { name })} onClick={onRemove} />
      {opening.to > DAY_MINUTES && <span class="hint">{t("until the next day")}</span>}
      {fault && <Fault>{fault}</Fault>}
    </div>
  );
}
