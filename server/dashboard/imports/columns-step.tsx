import { useMemo } from "preact/hooks";
import type { Attribute } from "../../../shared/crm.ts";
import type { ImportColumn, ImportField } from "../../../shared/import.ts";
import { href } from "../app/routes.ts";
import { useServices } from "../app/services.tsx";
import { type ApiError, faultsByPath } from "../data/api-error.ts";
import { readyOr } from "../data/loadable.ts";
import { useLoad } from "../data/use-load.ts";
import { plural, t, withElements } from "../i18n/translate.ts";
import { Button } from "../ui/button.tsx";
import { Fault, Field } from "../ui/field.tsx";
import { ErrorNote, Note } from "../ui/states.tsx";
import { Verbatim } from "../ui/verbatim.tsx";
import { type FieldGroup, fieldGroups, fieldHint } from "./import-fields.ts";
import { ImportLayout } from "./import-layout.tsx";
import { formatText, PRESET_LABELS } from "./import-texts.ts";
import { ReadingFields } from "./reading-fields.tsx";
import { RepairFields } from "./repair-fields.tsx";
import { RowPreview } from "./row-preview.tsx";
import { type StepProps, useStep } from "./use-import.ts";
import { useImportsApi } from "./use-imports-api.ts";
import { useMapping } from "./use-mapping.ts";
import { useRepairs } from "./use-repairs.ts";
import { FileName } from "./working-step.tsx";

/** One array for all renders, so that the memoized groups and rows stay the same. */
const NO_ATTRIBUTES: readonly Attribute[] = [];

/** Maps the columns of the file to fields. The mapping that the headers suggest can be corrected (R16). */
export function ColumnsStep(props: StepProps) {
  const { property, info } = props;
  const { api } = useServices();
  const imports = useImportsApi();
  const { mapping, set, forget } = useMapping(info);
  const { repairs, change, preview, retry, latest } = useRepairs(property, info, mapping);
  // after an error, columns can still be mapped to all other fields
  const defined = useLoad(property, async () => (await api.attributes(property)).items);
  const attributes = readyOr(defined.loaded, NO_ATTRIBUTES);
  const groups = useMemo(() => fieldGroups(attributes), [attributes]);
  const check = useStep(props, async () => {
    const next = await imports.checkImport(property, info.id, { mapping, repairs: await latest() });
    forget();
    return next;
  });

  return (
    <ImportLayout
      property={property}
      step="columns"
      title={t("Map columns")}
      links={info.state === "checked" ? { review: href.import(property, info.id) } : {}}
    >
      <div class="import-facts">
        <FileName info={info} />
        <p class="hint">
          {plural(info.columns.length, "{count} column", "{count} columns")},{" "}
          {formatText(info.reading.options)}.
        </p>
      </div>
      {info.preset && (
        <Note tone="good" icon="check">
          <p>
            {withElements("This file is an export from {tool}. Its columns were mapped automatically.", {
              tool: <strong>{PRESET_LABELS[info.preset]}</strong>,
            })}
          </p>
        </Note>
      )}
      <ReadingFields {...props} />
      <div class="columns-header" aria-hidden="true">
        <span>{t("Column in the file")}</span>
        <span>{t("Import as")}</span>
      </div>
      <ul class="import-columns plain-list">
        {info.columns.map((column, index) => (
          // headers may repeat, so the index identifies a column
          <ColumnItem
            key={index}
            column={column}
            index={index}
            field={mapping[index] ?? null}
            hint={fieldHint(mapping[index] ?? null, attributes)}
            groups={groups}
            set={set}
          />
        ))}
      </ul>
      <RepairFields
        repairs={repairs}
        onChange={change}
        fields={new Set(mapping)}
        hasDates={attributes.some(({ key, type }) => type === "date" && mapping.includes(`attribute:${key}`))}
      />
      <RowPreview preview={preview} retry={retry} />
      <div class="import-foot">
        <UnmappedHint property={property} count={info.columns.filter((_, index) => !mapping[index]).length} />
        <CheckFailure failure={check.failure} />
        <div class="import-actions">
          <Button kind="primary" busy={check.busy} onClick={() => void check.run()}>
            {t("Check file")}
          </Button>
          <a class="button plain" href={href.import(property)}>
            {t("Choose another file")}
          </a>
        </div>
        <p class="hint">{t("Checking does not import anything.")}</p>
      </div>
    </ImportLayout>
  );
}

function UnmappedHint({ property, count }: { property: string; count: number }) {
  if (count === 0) return <p class="hint">{t("All columns will be imported.")}</p>;
  return (
    <p class="hint">
      {plural(count, "{count} column will not be imported.", "{count} columns will not be imported.")}{" "}
      {withElements("For values that have no field here, {link} first.", {
        link: <a href={href.settings(property, "attributes")}>{t("define an attribute")}</a>,
      })}
    </p>
  );
}

function CheckFailure({ failure }: { failure: ApiError | null }) {
  const fault = faultsByPath(failure).get("mapping");
  if (!fault) return <ErrorNote failure={failure} />;
  return (
    <div role="alert">
      <Fault>{fault}</Fault>
    </div>
  );
}

interface ColumnItemProps {
  readonly column: ImportColumn;
  readonly index: number;
  readonly field: ImportField | null;
  readonly hint: string | null;
  readonly groups: readonly FieldGroup[];
  readonly set: (index: number, field: ImportField | null) => void;
}

/** One column. Memoized, because a file may have a thousand of them. */
function ColumnItem(props: ColumnItemProps) {
  const { column, index, field, hint, groups, set } = props;
  return useMemo(() => renderColumn(props), [column, index, field, hint, groups, set]);
}

function renderColumn({ column, index, field, hint, groups, set }: ColumnItemProps) {
  const name = column.header || t("Column {index}", { index: index + 1 });
  const choices = groups.flatMap(({ fields }) => fields);
  return (
    <li class={field ? "import-column" : "import-column left-out"}>
      <div class="column-file">
        <h3>
          {column.header ? (
            <Verbatim>{column.header}</Verbatim>
          ) : (
            <span class="hint">{withElements("Column {index} (no name)", { index: index + 1 })}</span>
          )}
        </h3>
        {column.samples.length ? (
          <ul class="samples plain-list">
            {column.samples.map((sample, sampleIndex) => (
              // values may repeat
              <li key={sampleIndex}>
                <Verbatim>{sample}</Verbatim>
              </li>
            ))}
          </ul>
        ) : (
          <p class="hint">{t("No values in the first rows")}</p>
        )}
      </div>
      <Field label={t("Import “{name}” as", { name })} hideLabel hint={hint}>
        {(control) => (
          <select
            {...control}
            class="input"
            value={field ?? ""}
            onChange={({ currentTarget }) =>
              set(index, choices.find(([value]) => value === currentTarget.value)?.[0] ?? null)
            }
          >
            <option value="">{t("Not imported")}</option>
            {groups.map(({ label, fields }) => (
              <optgroup key={label} label={label}>
                {fields.map(([value, words]) => (
                  <option key={value} value={value}>
                    {words}
                  </option>
                ))}
              </optgroup>
            ))}
            {field && !choices.some(([value]) => value === field) && <option value={field}>{field}</option>}
          </select>
        )}
      </Field>
    </li>
  );
}
