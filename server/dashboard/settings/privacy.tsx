import { Choice, Switch, TextField } from "../ui/field.tsx";
import type { Editing } from "./use-settings-draft.ts";

/** The settings for consent, location, retention, and matching by unproven details. */
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
            hint: "The visitor ID is stored in the browser when a page opens.",
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
        hint="Stores the country and city of the visitor's IP address with the device. If this is off, the address is stored nowhere."
        checked={draft.locationTracking}
        onChange={(locationTracking) => set({ locationTracking })}
      />
      <TextField
        label="Keep visits for (days)"
        hint="After this time, visits of people who did not become contacts are deleted. Contacts stay."
        type="number"
        min={1}
        max={3650}
        data-path="retentionDays"
        value={Number.isNaN(draft.retentionDays) ? "" : String(draft.retentionDays)}
        onInput={(typed) => set({ retentionDays: typed === "" ? Number.NaN : Number(typed) })}
        fault={fault("retentionDays")}
      />
      <Choice
        label="When a visitor enters the e-mail or phone of an existing contact"
        value={draft.matching}
        onChange={(matching) => set({ matching })}
        options={[
          {
            value: "attach",
            label: "Attach to that contact",
            hint: "Messages appear on the contact, marked as claimed. The visitor sees and changes nothing of the contact, and you can detach the device.",
          },
          {
            value: "separate",
            label: "Keep apart",
            hint: "Every browser becomes its own contact. Foyer only suggests possible duplicates.",
          },
        ]}
      />
    </>
  );
}
