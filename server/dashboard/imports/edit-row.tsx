import { useState } from "preact/hooks";
import type { ImportRemark, ImportRow } from "../../../shared/import.ts";
import { readyOr } from "../data/loadable.ts";
import { useLoad } from "../data/use-load.ts";
import { t } from "../i18n/translate.ts";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/field.tsx";
import { FormDialog } from "../ui/form-dialog.tsx";
import { count } from "../ui/format.ts";
import { Verbatim } from "../ui/verbatim.tsx";
import { type StepProps, useStep } from "./use-import.ts";
import { useImportsApi } from "./use-imports-api.ts";

/** One list for all renders. */
const NO_ROWS: readonly ImportRow[] = [];

/** Makes the button that edits a row with an issue, for the rows that can be edited (R17). */
export function useRowEditing(props: StepProps) {
  const { property, info } = props;
  const imports = useImportsApi();
  const { loaded } = useLoad(
    `${property} ${info.id}`,
    async () => (await imports.editableRows(property, info.id)).items,
  );
  const rows = readyOr(loaded, NO_ROWS);
  return (remark: ImportRemark) => {
    const row = rows.find(({ line }) => line === remark.line);
    return row && <EditRow {...props} row={row} remark={remark} />;
  };
}

interface EditRowProps extends StepProps {
  readonly row: ImportRow;
  readonly remark: ImportRemark;
}

function EditRow({ row, remark, ...props }: EditRowProps) {
  const [editing, setEditing] = useState(false);
  return (
    <>
      {" "}
      <Button small onClick={() => setEditing(true)}>
        {t("Edit row")}
        <span class="unseen"> {count(row.line)}</span>
      </Button>
      {editing && <EditRowDialog {...props} row={row} remark={remark} onClose={() => setEditing(false)} />}
    </>
  );
}

/** Edits the cells of one row that are imported, and checks the file again with them. */
function EditRowDialog(props: EditRowProps & { readonly onClose: () => void }) {
  const { info, row, remark, onClose } = props;
  const imports = useImportsApi();
  const [cells, setCells] = useState(() => info.columns.map((_, at) => row.cells[at] ?? ""));
  const check = useStep(props, (property, id) =>
    imports.checkImport(property, id, { mapping: info.mapping, edits: [{ line: row.line, cells }] }),
  );
  return (
    <FormDialog
      title={t("Edit line {line}", { line: count(row.line) })}
      act={t("Check again")}
      busy={check.busy}
      failure={check.failure}
      onSubmit={() => void check.run()}
      onClose={onClose}
    >
      <p class="hint">
        <Verbatim>{remark.reason}</Verbatim>
      </p>
      {info.columns.map(
        ({ header }, at) =>
          info.mapping[at] && (
            <TextField
              // headers may repeat, so the index identifies a column
              key={at}
              label={header || t("Column {at}", { at: at + 1 })}
              value={cells[at] ?? ""}
              maxLength={10_000}
              onInput={(text) => setCells(cells.map((old, index) => (index === at ? text : old)))}
            />
          ),
      )}
    </FormDialog>
  );
}
