import {
  ApiImport,
  ApiImportCheck,
  ApiImportStart,
  ApiImportState,
  ApiImports,
  ApiImportUpload,
} from "../../../shared/api/import.ts";
import type { ImportState } from "../../../shared/import.ts";
import { programAuthorId } from "../../contacts/crm/author-name.ts";
import type { Deps } from "../../deps.ts";
import type { ImportRunner } from "../../imports/jobs/import-runner.ts";
import {
  cancelling,
  type ImportKey,
  importKey,
  prepareCheck,
  prepareImport,
  undoing,
} from "../../imports/jobs/import-states.ts";
import { findImport, listImports } from "../../imports/jobs/import-store.ts";
import { fileNameOf, storeUpload } from "../../imports/jobs/receive-upload.ts";
import type { Tx } from "../../platform/database/open.ts";
import { actorOf } from "../http/actor.ts";
import { apiSchemas } from "../http/openapi.ts";
import { change, Nothing, type Operation, preparedChange, read, upload } from "../http/operation.ts";
import { EXAMPLE_IMPORT, IMPORT_ID } from "./examples.ts";
import { toApiImport } from "./read-api-import.ts";

apiSchemas.add(ApiImport, { id: "Import" });

/** The paths whose bodies are files: they may be large, and take long to arrive. */
export const STREAMED_PATHS = /^\/api\/v1\/imports$/;

/** The most imports in a list. */
const LISTED = 50;

export interface ImportParts {
  readonly importRunner: Pick<ImportRunner, "run">;
}

const example = (state: ImportState) => ({ id: EXAMPLE_IMPORT.id, state });

/** Imports of files of contacts: upload, dry run, start, state and report, cancel, undo. */
export function importOperations(
  deps: Pick<Deps, "config" | "database" | "log" | "now" | "random">,
  { importRunner }: ImportParts,
): readonly Operation[] {
  const { database } = deps;
  /** The answer about an import that was changed. If its job cannot start here, the runner finds it. */
  const changed = async (tx: Tx, { property, id }: ImportKey) => {
    const { state } = await findImport(tx, property, id);
    const afterCommit = async () => void importRunner.run(property, id);
    return { body: { id, state }, about: null, afterCommit };
  };
  return [
    upload(
      {
        id: "uploadImport",
        method: "POST",
        path: "/imports",
        tag: "Imports",
        scope: "imports:write",
        summary: "Upload a file of contacts",
        details:
          "The body is the file: CSV, a workbook (`.xlsx`, `.ods`), vCards, JSON or a page with a table, also packed with gzip, of at most 1 GB. Its format, encoding and columns are recognized. Nothing is imported yet: `GET /imports/{id}` has the columns with the fields that they were matched with, and `POST /imports/{id}/start` imports them.",
        params: {},
        query: ApiImportUpload,
        body: Nothing,
        answer: ApiImportState,
        status: 201,
        errors: ["import_unreadable", "file_too_large", "file_incomplete"],
        example: { query: { fileName: EXAMPLE_IMPORT.fileName }, answer: example("uploaded") },
      },
      async ({ key, property, query: { fileName = "" }, header }, file) => {
        const stored = await storeUpload(deps, {
          ...file,
          property,
          agent: programAuthorId(key.id),
          name: fileNameOf(fileName),
          languages: header("accept-language") ?? "",
        });
        const { id, insert, discard } = stored;
        const run = async (tx: Tx) => {
          await insert(tx);
          return { body: { id, state: "uploaded" as const }, about: null };
        };
        return { run, discard };
      },
    ),
    read(
      {
        id: "listImports",
        method: "GET",
        path: "/imports",
        tag: "Imports",
        scope: "imports:write",
        summary: "List the latest 50 imports, the newest first",
        params: {},
        query: Nothing,
        body: Nothing,
        answer: ApiImports,
        status: 200,
        errors: [],
        example: { answer: { items: [EXAMPLE_IMPORT] } },
      },
      async ({ property }) => ({
        body: { items: (await listImports(database.read, property, LISTED)).map(toApiImport) },
      }),
    ),
    read(
      {
        id: "getImport",
        method: "GET",
        path: "/imports/:id",
        tag: "Imports",
        scope: "imports:write",
        summary: "Read an import: its state, columns, progress and reports",
        details:
          "`check` is the report of the dry run, `report` that of the import: the number of rows for each outcome, and the first fifty rows that were refused, had a value left out, are in conflict or repeat an earlier one, each with its line and the reason.",
        params: { id: IMPORT_ID },
        query: Nothing,
        body: Nothing,
        answer: ApiImport,
        status: 200,
        errors: ["not_found"],
        example: { answer: EXAMPLE_IMPORT },
      },
      async ({ property, param }) => {
        const { id } = importKey(property, param("id"));
        return { body: toApiImport(await findImport(database.read, property, id)) };
      },
    ),
    preparedChange(
      {
        id: "checkImport",
        method: "POST",
        path: "/imports/:id/check",
        tag: "Imports",
        scope: "imports:write",
        summary: "Start a dry run",
        details:
          "It says for every row what the import would do, and writes nothing. Afterwards the import is `checked`; it can be checked again with another mapping, and with rows that were edited.",
        params: { id: IMPORT_ID },
        query: Nothing,
        body: ApiImportCheck,
        answer: ApiImportState,
        status: 200,
        errors: ["not_found", "import_not_ready"],
        example: {
          body: { mapping: EXAMPLE_IMPORT.mapping, repairs: { country: "GB" } },
          answer: example("checking"),
        },
      },
      async ({ property, param, body }) => {
        const key = importKey(property, param("id"));
        const start = await prepareCheck(deps, key, body);
        return async (tx) => {
          await start(tx);
          return changed(tx, key);
        };
      },
    ),
    preparedChange(
      {
        id: "startImport",
        method: "POST",
        path: "/imports/:id/start",
        tag: "Imports",
        scope: "imports:write",
        summary: "Start an import, after a dry run or without one",
        details:
          "With `{}`, a checked import runs as it was checked, and another one with the fields that its columns were matched with. It goes on in the background, also after a restart of the server, until it is `done` or `failed`.",
        params: { id: IMPORT_ID },
        query: Nothing,
        body: ApiImportStart,
        answer: ApiImportState,
        status: 200,
        errors: ["not_found", "import_not_ready"],
        example: { body: {}, answer: example("importing") },
      },
      async ({ key: by, from, property, param, body }) => {
        const key = importKey(property, param("id"));
        const start = await prepareImport(deps, key, actorOf(by, from), body);
        return async (tx) => {
          await start(tx);
          return changed(tx, key);
        };
      },
    ),
    change(
      {
        id: "cancelImport",
        method: "POST",
        path: "/imports/:id/cancel",
        tag: "Imports",
        scope: "imports:write",
        summary: "Stop the dry run, the import or the undo that is running",
        details: "Rows that were imported stay, and can be undone.",
        params: { id: IMPORT_ID },
        query: Nothing,
        body: Nothing,
        answer: ApiImportState,
        status: 200,
        errors: ["not_found", "import_not_ready"],
        example: { answer: example("cancelled") },
      },
      async (tx, { property, param }) => {
        const key = importKey(property, param("id"));
        await cancelling(deps, key)(tx);
        const { body, about } = await changed(tx, key);
        return { body, about };
      },
    ),
    change(
      {
        id: "undoImport",
        method: "POST",
        path: "/imports/:id/undo",
        tag: "Imports",
        scope: "imports:write",
        summary: "Undo an import as a whole",
        details: "For thirty days. It goes on in the background until the import is `undone`.",
        params: { id: IMPORT_ID },
        query: Nothing,
        body: Nothing,
        answer: ApiImportState,
        status: 200,
        errors: ["not_found", "import_not_ready"],
        example: { answer: example("undoing") },
      },
      async (tx, { key: by, from, property, param }) => {
        const key = importKey(property, param("id"));
        await undoing(deps, key, actorOf(by, from))(tx);
        return changed(tx, key);
      },
    ),
  ];
}
