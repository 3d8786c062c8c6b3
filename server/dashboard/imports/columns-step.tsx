import { useMemo } from "preact/hooks";
import type { Attribute } from "../../../shared/crm.ts";
import type { ImportColumn, ImportField } from "../../../shared/import.ts";
import { href } from "../app/routes.ts";
import { useServices } from "../app/services.tsx";
import { faultsByPath } from "../data/api-error.ts";
import { readyOr } from "../data/loadable.ts";
import { useLoad } from "../data/use-load.ts";
import { Button } from "../ui/button.tsx";
import { Fault, Field } from "../ui/field.tsx";
import { ErrorNote, Note } from "../ui/states.tsx";
import { type FieldGroup, fieldGroups, fieldHint } from "./import-fields.ts";
import { ImportLayout } from "./import-layout.tsx";
import { countOf, formatText, PRESET_LABELS } from "./import-texts.ts";
import { type StepProps, useStep } from "./use-import.ts";
import { useMapping } from "./use-mapping.ts";
import { FileName } from "./working-step.tsx";

const NONE: readonly Attribute[] = [];

/** What each column of the file is, as far as its name said it, to be corrected (R16). */
export function ColumnsStep(props: StepProps) {
  const { property, info } = props;
  const { api } = useServices();
  const { mapping, set, forget } = useMapping(info);
  // without them a file can be imported all the same, only not into attributes that its headers do not name
  const defined = useLoad(property, async () => (await api.attributes(property)).items);
  const attributes = readyOr(defined.loaded, NONE);
  const groups = useMemo(() => fieldGroups(attributes), [attributes]);
  const check = useStep(props, async () => {
    const next = await api.checkImport(property, info.id, mapping);
    forget();
    return next;
  });
  const fault = faultsByPath(check.failure).get("mapping");
  const left = info.columns.filter((_, at) => !mapping[at]).length;

  return (
    <ImportLayout
      property={property}
      step="columns"
      title="What is in the columns?"
      links={info.state === "checked" ? { review: href.import(property, info.id) } : {}}
    >
      <div class="import-facts">
        <FileName info={info} />
        <p class="hint">
          {countOf(info.columns.length, "column", "columns")}, {formatText(info)}.
        </p>
      </div>
      {info.preset && (
        <Note tone="good" icon="check">
          <p>
            This is an export of <strong>{PRESET_LABELS[info.preset]}</strong>. Its columns are known, so
            there should be nothing to correct.
          </p>
        </Note>
      )}
      <div class="columns-header" aria-hidden="true">
        <span>In your file</span>
        <span>Becomes</span>
      </div>
      <ul class="import-columns plain-list">
        {info.columns.map((column, at) => (
          // a column has no name of its own but its place
          <ColumnLine
            key={at}
            column={column}
            at={at}
            field={mapping[at] ?? null}
            hint={fieldHint(mapping[at] ?? null, attributes)}
            groups={groups}
            set={set}
          />
        ))}
      </ul>
      <div class="import-foot">
        <p class="hint">
          {left ? (
            <>
              {countOf(left, "column is", "columns are")} not imported. What is in{" "}
              {left === 1 ? "it" : "them"} stays in your file, unless you{" "}
              <a href={href.settings(property, "attributes")}>define an attribute</a> for it first.
            </>
          ) : (
            "Every column is imported."
          )}
        </p>
        {fault ? (
          <div role="alert">
            <Fault>{fault}</Fault>
          </div>
        ) : (
          <ErrorNote failure={check.failure} />
        )}
        <div class="import-actions">
          <Button kind="primary" busy={check.busy} onClick={() => void check.run()}>
            Check the file
          </Button>
          <a class="button plain" href={href.import(property)}>
            Another file
          </a>
        </div>
        <p class="hint">Checking writes nothing.</p>
      </div>
    </ImportLayout>
  );
}

interface ColumnLineProps {
  readonly column: ImportColumn;
  readonly at: number;
  readonly field: ImportField | null;
  readonly hint: string | null;
  readonly groups: readonly FieldGroup[];
  readonly set: (at: number, field: ImportField | null) => void;
}

/** One column. Files may have a thousand, so that one is drawn again only when it has changed. */
function ColumnLine(props: ColumnLineProps) {
  const { column, at, field, hint, groups, set } = props;
  return useMemo(() => drawColumn(props), [column, at, field, hint, groups, set]);
}

function drawColumn({ column, at, field, hint, groups, set }: ColumnLineProps) {
  const name = column.header || `Column ${at + 1}`;
  const choices = groups.flatMap(({ fields }) => fields);
  return (
    <li class={field ? "import-column" : "import-column left-out"}>
      <div class="column-file">
        <h3>
          {column.header ? (
            <bdi>{column.header}</bdi>
          ) : (
            <span class="hint">Column {at + 1}, without a name</span>
          )}
        </h3>
        {column.samples.length ? (
          <ul class="samples plain-list">
            {column.samples.map((sample, index) => (
              // two rows may say the same
              <li key={index}>
                <bdi>{sample}</bdi>
              </li>
            ))}
          </ul>
        ) : (
          <p class="hint">Empty in the first rows</p>
        )}
      </div>
      <Field label={`Import “${name}” as`} hideLabel hint={hint}>
        {(control) => (
          <select
            {...control}
            class="input"
            value={field ?? ""}
            onChange={({ currentTarget }) =>
              set(at, choices.find(([value]) => value === currentTarget.value)?.[0] ?? null)
            }
          >
            <option value="">Not imported</option>
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
