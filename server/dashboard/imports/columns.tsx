import { useMemo } from "preact/hooks";
import type { ImportColumn, ImportField } from "../../../shared/import.ts";
import { faultsByPath } from "../failure.ts";
import { href } from "../routes.ts";
import { useServices } from "../services.tsx";
import { Button } from "../ui/button.tsx";
import { Fault, Field } from "../ui/field.tsx";
import { FailureNote, Note } from "../ui/states.tsx";
import { ImportFrame } from "./frame.tsx";
import { type StepProps, useStep } from "./use-import.ts";
import { useMapping } from "./use-mapping.ts";
import { countOf, FIELD_WORDS, PRESET_WORDS, readAs } from "./words.ts";
import { FileLine } from "./working.tsx";

const CHOICES = Object.entries(FIELD_WORDS) as [ImportField, string][];

/** What each column of the file is, as far as its name said it, to be corrected (R16). */
export function ColumnsStep(props: StepProps) {
  const { property, info } = props;
  const { api } = useServices();
  const { mapping, set, forget } = useMapping(info);
  const check = useStep(props, async () => {
    const next = await api.checkImport(property, info.id, mapping);
    forget();
    return next;
  });
  const fault = faultsByPath(check.failure).get("mapping");
  const left = info.columns.filter((_, at) => !mapping[at]).length;

  return (
    <ImportFrame
      property={property}
      step="columns"
      title="What is in the columns?"
      links={info.state === "checked" ? { review: href.import(property, info.id) } : {}}
    >
      <div class="import-facts">
        <FileLine info={info} />
        <p class="hint">
          {countOf(info.columns.length, "column", "columns")}, {readAs(info)}.
        </p>
      </div>
      {info.preset && (
        <Note tone="good" icon="check">
          <p>
            This is an export of <strong>{PRESET_WORDS[info.preset]}</strong>. Its columns are known, so there
            should be nothing to correct.
          </p>
        </Note>
      )}
      <div class="columns-head" aria-hidden="true">
        <span>In your file</span>
        <span>Becomes</span>
      </div>
      <ul class="import-columns plain-list">
        {info.columns.map((column, at) => (
          // a column has no name of its own but its place
          <ColumnLine key={at} column={column} at={at} field={mapping[at] ?? null} set={set} />
        ))}
      </ul>
      <div class="import-foot">
        <p class="hint">
          {left
            ? `${countOf(left, "column is", "columns are")} not imported. What is in ${left === 1 ? "it" : "them"} stays in your file.`
            : "Every column is imported."}
        </p>
        {fault ? (
          <div role="alert">
            <Fault>{fault}</Fault>
          </div>
        ) : (
          <FailureNote failure={check.failure} />
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
    </ImportFrame>
  );
}

interface ColumnLineProps {
  readonly column: ImportColumn;
  readonly at: number;
  readonly field: ImportField | null;
  readonly set: (at: number, field: ImportField | null) => void;
}

/** One column. Files may have a thousand, so that one is drawn again only when it has changed. */
function ColumnLine({ column, at, field, set }: ColumnLineProps) {
  return useMemo(() => drawColumn({ column, at, field, set }), [column, at, field, set]);
}

function drawColumn({ column, at, field, set }: ColumnLineProps) {
  const name = column.header || `Column ${at + 1}`;
  return (
    <li class={field ? "import-column" : "import-column left-out"}>
      <div class="column-file">
        <h3 dir="auto">{column.header || <span class="hint">Column {at + 1}, without a name</span>}</h3>
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
      <Field label={`Import “${name}” as`} hideLabel>
        {(control) => (
          <select
            {...control}
            class="input"
            value={field ?? ""}
            onChange={({ currentTarget }) =>
              set(at, CHOICES.find(([value]) => value === currentTarget.value)?.[0] ?? null)
            }
          >
            <option value="">Not imported</option>
            {CHOICES.map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </select>
        )}
      </Field>
    </li>
  );
}
