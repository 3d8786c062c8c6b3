import { t, withElements } from "../i18n/translate.ts";
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
        label={t("Consent")}
        value={draft.consent}
        onChange={(consent) => set({ consent })}
        options={[
          {
            value: "none",
            label: t("Start at once"),
            hint: t("The visitor ID is stored in the browser when a page opens."),
          },
          {
            value: "required",
            label: t("Wait for consent"),
            hint: t(
              'Nothing is stored and nothing is sent until your site calls Foyer.consent("granted"), or the visitor opens the widget.',
            ),
          },
        ]}
      />
      <Switch
        label={t("Location tracking")}
        hint={t(
          "Stores the country and city of the visitor's IP address with the device. If this is off, the address is stored nowhere.",
        )}
        checked={draft.locationTracking}
        onChange={(locationTracking) => set({ locationTracking })}
      />
      <NumberField
        label={t("Keep visits for (days)")}
        hint={t("After this time, visits of people who did not become contacts are deleted. Contacts stay.")}
        min={1}
        max={3650}
        data-path="retentionDays"
        value={draft.retentionDays}
        onInput={(retentionDays) => set({ retentionDays })}
        fault={fault("retentionDays")}
      />
      <TextArea
        label={t("Parameters of page addresses to keep")}
        hint={withElements(
          "Parameters that can hold secrets or name people, such as {code}, {code2}, {code3} or {code4}, are removed before an address is stored. Write the names of those that you need, one on each line.",
          {
            code: <Code>token</Code>,
            code2: <Code>code</Code>,
            code3: <Code>email</Code>,
            code4: <Code>name</Code>,
          },
        )}
        rows={3}
        data-path="allowedParameters"
        value={draft.allowedParameters.join("\n")}
        onInput={(typed) => set({ allowedParameters: typed ? typed.split("\n") : [] })}
        onBlur={() => set({ allowedParameters: tidyParameters(draft.allowedParameters) })}
        fault={parametersFault(editing)}
      />
      <Choice
        label={t("When a visitor enters the e-mail or phone of an existing contact")}
        value={draft.matching}
        onChange={(matching) => set({ matching })}
        options={[
          {
            value: "attach",
            label: t("Attach to that contact"),
            hint: t(
              "Messages appear on the contact, marked as claimed. The visitor sees and changes nothing of the contact, and you can detach the device.",
            ),
          },
          {
            value: "separate",
            label: t("Keep apart"),
            hint: t("Every browser becomes its own contact. Foyer only suggests possible duplicates."),
          },
        ]}
      />
      <AcrossSitesFields property={property} editing={editing} />
    </>
  );
}
