import { Choice, Switch, TextField } from "../ui/field.tsx";
import type { Editing } from "./use-settings-draft.ts";

/** What is kept of visitors, and what their typed words may do. */
export function PrivacySection({ editing: { draft, set, fault } }: { editing: Editing }) {
  return (
    <>
      <Choice
        label="Consent"
        value={draft.consent}
        onChange={(consent) => set({ consent })}
        options={[
          {
            value: "none",
            label: "Start at once",
            hint: "The visitor ID is kept in the browser when a page opens.",
          },
          {
            value: "required",
            label: "Wait for consent",
            hint: 'Nothing is stored and nothing is sent until your site calls Foyer.consent("granted"), or the visitor opens the widget.',
          },
        ]}
      />
      <Switch
        label="Location tracking"
        hint="Country and city, looked up from the visitor's address, are kept with the device. Off means off: the address is written nowhere."
        checked={draft.locationTracking}
        onChange={(locationTracking) => set({ locationTracking })}
      />
      <TextField
        label="Keep visits for so many days"
        hint="After that, visits of people who never became contacts are removed. Contacts stay."
        type="number"
        min={1}
        max={3650}
        data-path="retentionDays"
        value={Number.isNaN(draft.retentionDays) ? "" : String(draft.retentionDays)}
        onInput={(typed) => set({ retentionDays: typed === "" ? Number.NaN : Number(typed) })}
        fault={fault("retentionDays")}
      />
      <Choice
        label="Somebody types an e-mail or phone that a contact already has"
        value={draft.matching}
        onChange={(matching) => set({ matching })}
        options={[
          {
            value: "attach",
            label: "Attach to that contact",
            hint: "Their messages show on the contact, marked as claimed. They see nothing of the contact, change nothing, and you can detach them.",
          },
          {
            value: "separate",
            label: "Keep apart",
            hint: "Every browser is a contact of its own, and Foyer only suggests that two may be one person.",
          },
        ]}
      />
    </>
  );
}
