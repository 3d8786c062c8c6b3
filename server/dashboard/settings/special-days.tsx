import { t } from "../i18n/translate.ts";
import { Button, IconButton } from "../ui/button.tsx";
import { Fault, TextField } from "../ui/field.tsx";
import { DayFields } from "./day-fields.tsx";
import type { Editing } from "./use-settings-draft.ts";

/** The days that are closed, or open at other hours than their day of the week: holidays, stocktaking (R20). */
export function SpecialDays({ editing: { draft, set, fault } }: { editing: Editing }) {
  const days = draft.specialDays;
  const name = (date: string, index: number) => date || `special day ${index + 1}`;
  return (
    <div class="group">
      <h3>{t("Holidays and other single days")}</h3>
      {days.length === 0 && <p class="hint">{t("None: every day has the hours of its day of the week.")}</p>}
      <div class="week">
        {days.map((day, index) => (
          // dates can repeat while they are typed, so the index identifies a day
          <div key={index} class="special-day">
            <TextField
              label={t("Date of {date}", { date: name(day.date, index) })}
              hideLabel
              type="date"
              data-path={`specialDays.${index}.date`}
              value={day.date}
              onInput={(date) => set({ specialDays: days.with(index, { ...day, date }) })}
              fault={fault(`specialDays.${index}.date`)}
            />
            <IconButton
              icon="bin"
              label={t("Remove {date}", { date: name(day.date, index) })}
              onClick={() => set({ specialDays: days.toSpliced(index, 1) })}
            />
            <DayFields
              name={name(day.date, index)}
              openings={day.openings}
              path={`specialDays.${index}.openings`}
              fault={fault}
              onChange={(openings) =>
                set({ specialDays: days.with(index, { ...day, openings: [...openings] }) })
              }
            />
          </div>
        ))}
      </div>
      {fault("specialDays") && <Fault>{fault("specialDays")}</Fault>}
      <Button
        small
        icon="plus"
        disabled={days.length >= 200}
        onClick={() => set({ specialDays: [...days, { date: "", openings: [] }] })}
      >
        {t("Add a day")}
      </Button>
    </div>
  );
}
