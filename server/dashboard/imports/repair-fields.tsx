import { useMemo } from "preact/hooks";
import type { ImportField } from "../../../shared/import.ts";
import { DateOrder, type RepairOptions, TAG_SEPARATORS } from "../../../shared/repair-options.ts";
import { type Message, message, t } from "../i18n/translate.ts";
import { Switch } from "../ui/switch.tsx";
import { countries } from "./countries.ts";
import { Select } from "./select.tsx";

interface RepairFieldsProps {
  readonly repairs: RepairOptions;
  readonly onChange: (more: Partial<RepairOptions>) => void;
  /** The fields that the columns are imported as. */
  readonly fields: ReadonlySet<ImportField | null>;
  /** Whether a column is imported as an attribute that is a date. */
  readonly hasDates: boolean;
}

const SEPARATOR_LABELS: Readonly<Record<(typeof TAG_SEPARATORS)[number], Message>> = {
  "|": message("Vertical bar, as in VIP|Blog"),
  "/": message("Slash, as in VIP/Blog"),
  " ": message("Space, as in VIP Blog"),
};

const DATE_LABELS: Readonly<Record<DateOrder, Message>> = {
  day_first: message("Day first, as in 31/12/2026"),
  month_first: message("Month first, as in 12/31/2026"),
};

/** How cells are read that are not in Foyer's own form (R17). Only what concerns the mapped columns is asked. */
export function RepairFields({ repairs, onChange: change, fields, hasDates }: RepairFieldsProps) {
  const list = useMemo(countries, []);
  return (
    <section class="import-repairs" aria-label={t("Reading the rows")}>
      <h3>{t("Reading the rows")}</h3>
      {fields.has("phone") && (
        <>
          <Select
            label={t("Country of phones without +")}
            value={repairs.country ?? ""}
            options={[["", t("None: leave such phones out")], ...list]}
            onChange={(code) => change({ country: code || null })}
          />
          <Switch
            label={t("Digits without + begin with the country code")}
            hint={t("491713920010 is read as +491713920010.")}
            checked={repairs.plusMissing}
            onChange={(plusMissing) => change({ plusMissing })}
          />
        </>
      )}
      <Switch
        label={t("Take a missing name from the e-mail")}
        hint={t(
          "anna.berg@example.com becomes Anna Berg. Without an e-mail, the organization or the phone is the name.",
        )}
        checked={repairs.nameFromEmail}
        onChange={(nameFromEmail) => change({ nameFromEmail })}
      />
      {hasDates && (
        <Select
          label={t("Order of dates with slashes")}
          value={repairs.dateOrder ?? ""}
          options={[
            ["", t("Only dates that cannot be confused")],
            ...DateOrder.options.map((order) => [order, t(DATE_LABELS[order])] as const),
          ]}
          onChange={(value) =>
            change({ dateOrder: DateOrder.options.find((order) => order === value) ?? null })
          }
        />
      )}
      {fields.has("tags") && (
        <Select
          label={t("Separator of tags")}
          value={repairs.tagSeparator ?? ""}
          options={[
            ["", t("Commas and semicolons")],
            ...TAG_SEPARATORS.map((separator) => [separator, t(SEPARATOR_LABELS[separator])] as const),
          ]}
          onChange={(value) =>
            change({ tagSeparator: TAG_SEPARATORS.find((separator) => separator === value) ?? null })
          }
        />
      )}
      <Select
        label={t("A value that cannot be used")}
        value={repairs.invalidValues}
        options={[
          ["leave_out", t("is left out, and the row is imported")],
          ["refuse", t("refuses the row")],
        ]}
        onChange={(value) => change({ invalidValues: value === "refuse" ? "refuse" : "leave_out" })}
      />
    </section>
  );
}
