import { useMemo } from "preact/hooks";
import { isOpen, type Opening } from "../../../shared/rules/hours.ts";
import { useServices } from "../app/services.tsx";
import { Button, IconButton } from "../ui/button.tsx";
import { Combobox } from "../ui/combobox.tsx";
import { Fault, Field } from "../ui/field.tsx";
import { matchingOptions } from "../ui/matching-options.ts";
import { Note } from "../ui/states.tsx";
import { Switch } from "../ui/switch.tsx";
import { timeZones, wallClock } from "../ui/time-zone.ts";
import { NumberField } from "./number-field.tsx";
import {
  addOpening,
  DEFAULT_HOURS,
  dayNames,
  minutesOf,
  mondayForWeekdays,
  timeText,
  withDay,
} from "./opening-hours.ts";
import type { Editing } from "./use-settings-draft.ts";

/** The opening hours of the property, in its own time zone (R20). */
export function AvailabilitySection({ editing }: { editing: Editing }) {
  const { draft, set, fault } = editing;
  const zones = useMemo(() => timeZones().map((zone) => ({ id: zone, label: zone })), []);
  return (
    <>
      <OpenNow editing={editing} />
      <Field
        label="Time zone"
        hint="Type to search. Daylight saving time is included."
        fault={fault("timeZone")}
      >
        {(control) => (
          <Combobox
            {...control}
            label="Time zones"
            data-path="timeZone"
            value={draft.timeZone}
            onInput={(typed) => set({ timeZone: typed.trim() })}
            options={matchingOptions(zones, draft.timeZone)}
            onChoose={({ id }) => set({ timeZone: id })}
          />
        )}
      </Field>
      <Switch
        label="Always open"
        hint="Visitors can start a chat whenever an agent is available."
        checked={draft.hours === null}
        onChange={(always) => set({ hours: always ? null : DEFAULT_HOURS.map((day) => [...day]) })}
      />
      {draft.hours && <WeekFields week={draft.hours} editing={editing} />}
      <NumberField
        label="Longest wait for an answer, in seconds"
        hint="After this time in a chat, visitors are offered the offline form. They can also keep waiting."
        min={10}
        max={3600}
        data-path="waitLimit"
        value={draft.waitLimit}
        onInput={(waitLimit) => set({ waitLimit })}
        fault={fault("waitLimit")}
      />
      <NumberField
        label="Time to answer a ticket, in minutes of opening hours"
        hint="Tickets that wait longer are overdue, and on top of the inbox. Empty: never."
        min={1}
        max={43_200}
        data-path="answerTarget"
        value={draft.answerTarget ?? Number.NaN}
        onInput={(minutes) => set({ answerTarget: Number.isNaN(minutes) ? null : minutes })}
        fault={fault("answerTarget")}
      />
      <NumberField
        label="Days until a solved ticket is closed"
        hint="A reply opens a solved ticket again; a reply to a closed one makes a new ticket."
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
  const open = isOpen(draft.hours, draft.timeZone, clock.value);
  return (
    <Note tone={open ? "good" : "plain"} icon="clock">
      <p>
        It is <bdi>{time}</bdi> there: <strong>{open ? "open now" : "closed now"}</strong>.{" "}
        {open
          ? "Visitors see the pre-chat form as long as an agent is available, and the offline form otherwise."
          : "Visitors see the offline form. What they send becomes a ticket in the inbox."}
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
      <p class="hint">Open past midnight? Close at 00:00 and open again at 00:00 on the next day.</p>
      <Button small icon="copy" onClick={() => editing.set({ hours: mondayForWeekdays(week) })}>
        {names[0]}'s hours for all weekdays
      </Button>
    </div>
  );
}

interface DayFieldsProps {
  readonly name: string;
  readonly openings: readonly Opening[];
  readonly path: string;
  readonly fault: Editing["fault"];
  readonly onChange: (openings: readonly Opening[]) => void;
}

function DayFields({ name, openings, path, fault, onChange }: DayFieldsProps) {
  return (
    <fieldset class="day">
      <legend>{name}</legend>
      <div class="openings">
        {openings.length === 0 && <span class="closed">Closed</span>}
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
        label={`Add hours on ${name}`}
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
        const minutes = minutesOf(event.currentTarget.value, end === "to");
        if (minutes !== null) onChange({ ...opening, [end]: minutes });
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
      <IconButton icon="bin" label={`Remove these hours on ${name}`} onClick={onRemove} />
      {fault && <Fault>{fault}</Fault>}
    </div>
  );
}
