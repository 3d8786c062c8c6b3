import { Choice } from "../ui/choice.tsx";
import { TextArea } from "../ui/field.tsx";
import { Switch } from "../ui/switch.tsx";
import { Code } from "../ui/verbatim.tsx";
import { AcrossSitesFields } from "./across-sites-fields.tsx";
import { NumberField } from "./number-field.tsx";
import type { Editing } from "./use-settings-draft.ts";

/** The names without blank lines and repetitions. */
const tidyParameters = (names: readonly string[]) =>
  [...new Set(names.map((name) => name.trim()))].filter(Boolean);

const parametersFault = ({ draft, fault }: Editing) =>
  fault("allowedParameters") ??
  draft.allowedParameters.map((_, index) => fault(`allowedParameters.${index}`)).find(Boolean);

/** The settings for consent, location, retention, matching by unproven details, and visitors of several sites. */
export function PrivacySection({ property, editing }: { property: string; editing: Editing }) {
  const { draft, set, fault } = editing;
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
      <NumberField
        label="Keep visits for (days)"
        hint="After this time, visits of people who did not become contacts are deleted. Contacts stay."
        min={1}
        max={3650}
        data-path="retentionDays"
        value={draft.retentionDays}
        onInput={(retentionDays) => set({ retentionDays })}
        fault={fault("retentionDays")}
      />
      <TextArea
        label="Parameters of page addresses to keep"
        hint={
          <>
            Parameters that can hold secrets or name people, such as <Code>token</Code>, <Code>code</Code>,{" "}
            <Code>email</Code> or <Code>name</Code>, are removed before an address is stored. Write the names
            of those that you need, one on each line.
          </>
        }
        rows={3}
        data-path="allowedParameters"
        value={draft.allowedParameters.join("\n")}
        onInput={(typed) => set({ allowedParameters: typed ? typed.split("\n") : [] })}
        onBlur={() => set({ allowedParameters: tidyParameters(draft.allowedParameters) })}
        fault={parametersFault(editing)}
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
      <AcrossSitesFields property={property} editing={editing} />
    </>
  );
}
