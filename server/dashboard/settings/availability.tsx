import { useMemo } from "preact/hooks";
import { isOpen, type Opening } from "../../../shared/rules/hours.ts";
import { useServices } from "../app/services.tsx";
import { t, withElements } from "../i18n/translate.ts";
import { Button } from "../ui/button.tsx";
import { Combobox } from "../ui/combobox.tsx";
import { Field } from "../ui/field.tsx";
import { matchingOptions } from "../ui/matching-options.ts";
import { Note } from "../ui/states.tsx";
import { Switch } from "../ui/switch.tsx";
import { timeZones, wallClock } from "../ui/time-zone.ts";
import { DayFields } from "./day-fields.tsx";
import { NumberField } from "./number-field.tsx";
import { DEFAULT_HOURS, dayNames, mondayForWeekdays, withDay } from "./opening-hours.ts";
import { SpecialDays } from "./special-days.tsx";
import type { Editing } from "./use-settings-draft.ts";
import { VisitorPreview } from "./visitor-preview.tsx";

/** The opening hours of the property, in its own time zone (R20). */
export function AvailabilitySection({ editing }: { editing: Editing }) {
  const { draft, set, fault } = editing;
  const zones = useMemo(() => timeZones().map((zone) => ({ id: zone, label: zone })), []);
  return (
    <>
      <OpenNow editing={editing} />
      <Field
        label={t("Time zone")}
        hint={t("Type to search. Daylight saving time is included.")}
        fault={fault("timeZone")}
      >
        {(control) => (
          <Combobox
            {...control}
            label={t("Time zones")}
            data-path="timeZone"
            value={draft.timeZone}
            onInput={(typed) => set({ timeZone: typed.trim() })}
            options={matchingOptions(zones, draft.timeZone)}
            onChoose={({ id }) => set({ timeZone: id })}
          />
        )}
      </Field>
      <Switch
        label={t("Always open")}
        hint={t("Visitors can start a chat whenever an agent is available.")}
        checked={draft.hours === null}
        onChange={(always) => set({ hours: always ? null : DEFAULT_HOURS.map((day) => [...day]) })}
      />
      {draft.hours && <WeekFields week={draft.hours} editing={editing} />}
      <SpecialDays editing={editing} />
      <VisitorPreview settings={draft} />
      <NumberField
        label={t("Longest wait for an answer, in seconds")}
        hint={t(
          "After this time in a chat, visitors are offered the offline form. They can also keep waiting.",
        )}
        min={10}
        max={3600}
        data-path="waitLimit"
        value={draft.waitLimit}
        onInput={(waitLimit) => set({ waitLimit })}
        fault={fault("waitLimit")}
      />
      <NumberField
        label={t("Time to answer a ticket, in minutes of opening hours")}
        hint={t("Tickets that wait longer are overdue, and on top of the inbox. Empty: never.")}
        min={1}
        max={43_200}
        data-path="answerTarget"
        value={draft.answerTarget ?? Number.NaN}
        onInput={(minutes) => set({ answerTarget: Number.isNaN(minutes) ? null : minutes })}
        fault={fault("answerTarget")}
      />
      <NumberField
        label={t("Days until a solved ticket is closed")}
        hint={t("A reply opens a solved ticket again; a reply to a closed one makes a new ticket.")}
        min={1}
        max={365}
        data-path="closeAfterDays"
        value={draft.closeAfterDays}
        onInput={(closeAfterDays) => set({ closeAfterDays })}
        fault={fault("closeAfterDays")}
      />
    </>
  );
}

function OpenNow({ editing: { draft } }: { editing: Editing }) {
  const { clock } = useServices();
  const time = wallClock(draft.timeZone, clock.value);
  if (!time) return null;
  const open = isOpen(draft.hours, draft.timeZone, clock.value, draft.specialDays);
  return (
    <Note tone={open ? "good" : "plain"} icon="clock">
      <p>
        {withElements("It is {time} there: {state}.", {
          time: <bdi>{time}</bdi>,
          state: <strong>{open ? t("open now") : t("closed now")}</strong>,
        })}{" "}
        {open
          ? t(
              "Visitors see the pre-chat form as long as an agent is available, and the offline form otherwise.",
            )
          : t("Visitors see the offline form. What they send becomes a ticket in the inbox.")}
      </p>
    </Note>
  );
}

function WeekFields({ week, editing }: { week: Opening[][]; editing: Editing }) {
  const names = dayNames();
  return (
    <div class="group">
      <div class="week">
        {week.map((day, index) => (
          <DayFields
            key={names[index]}
            name={names[index] ?? ""}
            openings={day}
            path={`hours.${index}`}
            fault={editing.fault}
            onChange={(openings) => editing.set({ hours: withDay(week, index, openings) })}
          />
        ))}
      </div>
      <p class="hint">
        {t("Open past midnight? A closing time before the opening time is on the next day.")}
      </p>
      <Button small icon="copy" onClick={() => editing.set({ hours: mondayForWeekdays(week) })}>
        {withElements("{names}'s hours for all weekdays", { names: names[0] })}
      </Button>
    </div>
  );
}
