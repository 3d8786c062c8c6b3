import { access } from "node:fs/promises";
import type { ReadOptions } from "../../../shared/read-options.ts";
import { listAttributes } from "../../contacts/crm/attributes.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { CsvFileError } from "../csv/csv-error.ts";
import { changeReading } from "../formats/open-file.ts";
import { describeFile } from "./describe-file.ts";
import { importFiles } from "./import-files.ts";
import type { ImportDeps } from "./import-job.ts";
import type { ImportKey } from "./import-states.ts";
import { changeImport, findImport, parseReading, parseRepairs } from "./import-store.ts";
import { unreadable } from "./receive-upload.ts";

/**
 * Reads the file of an import by other options: its columns are matched anew, and a dry run has to follow (R17).
 *
 * @throws ApiError `not_found`, `import_not_ready`, `import_unreadable` if the file cannot be read so
 */
export async function changeReadOptions(
  deps: ImportDeps,
  key: ImportKey,
  options: ReadOptions,
): Promise<void> {
  const row = await findImport(deps.database.read, key.property, key.id);
  const { upload } = importFiles(deps, key.id);
  const isThere = await access(upload).then(
    () => true,
    () => false,
  );
  if (!isThere || (row.state !== "uploaded" && row.state !== "checked"))
    throw new ApiError("import_not_ready");
  const attributes = await listAttributes(deps.database.read, key.property);
  try {
    const reading = await changeReading(upload, parseReading(row), options);
    const { country } = parseRepairs(row);
    const { columns, mapping, preset, repairs } = await describeFile(upload, reading, {
      attributes,
      country,
    });
    const isChanged = await deps.database.write((tx) =>
      changeImport(
        tx,
        key,
        { states: ["uploaded", "checked"] },
        {
          state: "uploaded",
          reading,
          preset,
          importColumns: columns,
          mapping,
          repairs,
          // the lines and the cells of edited rows are those of the former reading
          edits: [],
          editableRows: [],
          checkReport: null,
        },
      ),
    );
    if (!isChanged) throw new ApiError("import_not_ready");
  } catch (error) {
    if (error instanceof CsvFileError) throw unreadable(error);
    throw error;
  }
}
