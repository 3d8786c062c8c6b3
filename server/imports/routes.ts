import { createReadStream } from "node:fs";
import { access } from "node:fs/promises";
import { Readable } from "node:stream";
import { type Context, Hono } from "hono";
import { ContactFilter, Selection } from "../../shared/crm.ts";
import {
  EditableRows,
  ImportCheck,
  ImportInfo,
  ImportList,
  ImportPreview,
  PreviewRequest,
} from "../../shared/import.ts";
import { ReadOptions } from "../../shared/read-options.ts";
import { recordAudit } from "../accounts/audit-log.ts";
import type { AgentEnv, May } from "../accounts/guards.ts";
import { resolveAliases } from "../contacts/identity/aliases.ts";
import { createSearchIndexer } from "../contacts/search/indexer.ts";
import { parseFilter } from "../contacts/search/parse-filter.ts";
import { ApiError } from "../platform/http/api-error.ts";
import { endpoint, json, query } from "../platform/http/endpoint.ts";
import { streamBody } from "../platform/http/stream-body.ts";
import { type ExportOptions, exportContacts } from "./export/export-contacts.ts";
import { changeReadOptions } from "./jobs/change-read-options.ts";
import { importFiles } from "./jobs/import-files.ts";
import type { ImportDeps } from "./jobs/import-job.ts";
import type { ImportRunner } from "./jobs/import-runner.ts";
import {
  cancelImport,
  type ImportKey,
  importKey,
  startCheck,
  startImport,
  startUndo,
} from "./jobs/import-states.ts";
import { findImport, listImports, parseFileRows } from "./jobs/import-store.ts";
import { previewRows } from "./jobs/preview-rows.ts";
import { fileNameOf, receiveUpload } from "./jobs/receive-upload.ts";
import { toImportInfo } from "./jobs/to-import-info.ts";

/** The paths whose bodies are files. The handler streams them and checks their size; the limit for JSON bodies does not apply. */
export const STREAMED_PATHS = /^\/api\/properties\/[^/]+\/imports$/;

const LIST_LIMIT = 50;

/** Imports and the export of contacts, for admins. Behind `signedIn`. */
export function importRoutes(deps: ImportDeps & { readonly importRunner: ImportRunner }, may: May) {
  const { read } = deps.database;
  const [mayImport, mayExport] = [may("contacts.import"), may("contacts.export")];
  const readInfo = async ({ property, id }: ImportKey) => toImportInfo(await findImport(read, property, id));
  /** Starts the job in the background. */
  const runJob = async (key: ImportKey): Promise<ImportInfo> => {
    void deps.importRunner.run(key.property, key.id);
    return readInfo(key);
  };
  const searchIndex = createSearchIndexer(deps.database);
  const exportCsv = async (c: Context<AgentEnv, string>, only: ExportOptions["only"]) => {
    const property = c.req.param("property") ?? "";
    const details = only && "ids" in only ? { count: only.ids.length } : {};
    await deps.database.write((tx) =>
      recordAudit(tx, deps, c.var.agent, { property, action: "contacts_exported", details }),
    );
    return csvResponse(c, "contacts.csv", Readable.from(exportContacts(read, { property, only })));
  };

  return new Hono<AgentEnv>()
    .post(
      "/properties/:property/imports",
      endpoint(
        "Upload a file of contacts: the body is the file, X-Foyer-Name its URL-encoded name. Nothing is imported yet",
        ImportInfo,
        "property_unknown",
        "forbidden",
        "import_unreadable",
        "file_too_large",
        "file_incomplete",
      ),
      mayImport,
      async (c) => {
        const property = c.req.param("property");
        const length = c.req.header("content-length");
        const id = await receiveUpload(deps, {
          property,
          agent: c.var.agent.id,
          name: nameOf(c),
          languages: c.req.header("accept-language") ?? "",
          body: streamBody(c),
          length: length === undefined ? null : Number(length),
        });
        return c.json(await readInfo({ property, id }));
      },
    )
    .get(
      "/properties/:property/imports",
      endpoint("List the latest imports, newest first", ImportList, "property_unknown", "forbidden"),
      mayImport,
      async (c) => {
        const rows = await listImports(read, c.req.param("property"), LIST_LIMIT);
        return c.json({ items: rows.map(toImportInfo) });
      },
    )
    .get(
      "/properties/:property/imports/:id",
      endpoint(
        "Read an import: its columns, progress and reports",
        ImportInfo,
        "property_unknown",
        "forbidden",
        "not_found",
      ),
      mayImport,
      async (c) => c.json(await readInfo(keyOf(c))),
    )
    .put(
      "/properties/:property/imports/:id/reading",
      endpoint(
        "Read the file by other options: encoding, delimiter, header line, sheet. The columns are matched anew",
        ImportInfo,
        "property_unknown",
        "forbidden",
        "not_found",
        "import_not_ready",
        "import_unreadable",
        "invalid_request",
      ),
      mayImport,
      json(ReadOptions),
      async (c) => {
        const key = keyOf(c);
        await changeReadOptions(deps, key, c.req.valid("json"));
        return c.json(await readInfo(key));
      },
    )
    .post(
      "/properties/:property/imports/:id/check",
      endpoint(
        "Start the dry run with a mapping of the columns, and with repairs and edited rows",
        ImportInfo,
        "property_unknown",
        "forbidden",
        "not_found",
        "import_not_ready",
        "invalid_request",
      ),
      mayImport,
      json(ImportCheck),
      async (c) => {
        const key = keyOf(c);
        const { mapping, ...corrections } = c.req.valid("json");
        await startCheck(deps, key, mapping, corrections);
        return c.json(await runJob(key));
      },
    )
    .post(
      "/properties/:property/imports/:id/preview",
      endpoint(
        "Read the first rows by a mapping and repairs, without importing anything",
        ImportPreview,
        "property_unknown",
        "forbidden",
        "not_found",
        "import_not_ready",
        "import_unreadable",
        "invalid_request",
      ),
      mayImport,
      json(PreviewRequest),
      async (c) => c.json(await previewRows(deps, keyOf(c), c.req.valid("json"))),
    )
    .get(
      "/properties/:property/imports/:id/editable-rows",
      endpoint(
        "The first rows that the dry run refused or left a value out of, to be edited and checked again",
        EditableRows,
        "property_unknown",
        "forbidden",
        "not_found",
      ),
      mayImport,
      async (c) => {
        const { property, id } = keyOf(c);
        const { editable_rows } = await findImport(read, property, id);
        return c.json({ items: parseFileRows(editable_rows) });
      },
    )
    .post(
      "/properties/:property/imports/:id/cancel",
      endpoint(
        "Stop the check, the import or the undo that is running. Rows that were imported stay and can be undone",
        ImportInfo,
        "property_unknown",
        "forbidden",
        "not_found",
        "import_not_ready",
      ),
      mayImport,
      async (c) => {
        const key = keyOf(c);
        await cancelImport(deps, key);
        return c.json(await readInfo(key));
      },
    )
    .post(
      "/properties/:property/imports/:id/start",
      endpoint(
        "Start the import after its dry run",
        ImportInfo,
        "property_unknown",
        "forbidden",
        "not_found",
        "import_not_ready",
      ),
      mayImport,
      async (c) => {
        const key = keyOf(c);
        await startImport(deps, key, c.var.agent);
        return c.json(await runJob(key));
      },
    )
    .post(
      "/properties/:property/imports/:id/undo",
      endpoint(
        "Undo an import as a whole",
        ImportInfo,
        "property_unknown",
        "forbidden",
        "not_found",
        "import_not_ready",
      ),
      mayImport,
      async (c) => {
        const key = keyOf(c);
        await startUndo(deps, key, c.var.agent);
        return c.json(await runJob(key));
      },
    )
    .get(
      "/properties/:property/imports/:id/refused.csv",
      endpoint(
        "Download the rows that the dry run refused, with a reason column",
        "bytes",
        "property_unknown",
        "forbidden",
        "not_found",
        "import_not_ready",
      ),
      mayImport,
      async (c) => {
        const key = keyOf(c);
        const { check_report } = await findImport(read, key.property, key.id);
        const { refused } = importFiles(deps, key.id);
        if (check_report === null || !(await fileExists(refused))) throw new ApiError("import_not_ready");
        return csvResponse(c, "refused.csv", createReadStream(refused));
      },
    )
    .get(
      "/properties/:property/contacts.csv",
      endpoint(
        "Export the contacts that match a filter as CSV, by default all",
        "bytes",
        "property_unknown",
        "forbidden",
        "not_found",
      ),
      mayExport,
      query(ContactFilter),
      async (c) => {
        const property = c.req.param("property");
        const filter = c.req.valid("query");
        if (filter.q || filter.attribute) await searchIndex.catchUp(property);
        // an organization that does not exist is refused before the answer begins
        await parseFilter(read, property, filter);
        return exportCsv(c, { filter });
      },
    )
    .post(
      "/properties/:property/contacts/export",
      endpoint(
        "Export selected contacts as CSV",
        "bytes",
        "property_unknown",
        "forbidden",
        "invalid_request",
      ),
      mayExport,
      json(Selection),
      async (c) => {
        const { contacts: selected } = c.req.valid("json");
        return exportCsv(c, { ids: await resolveAliases(read, c.req.param("property"), selected) });
      },
    );
}

const keyOf = (c: Context<AgentEnv, string>): ImportKey =>
  importKey(c.req.param("property") ?? "", c.req.param("id") ?? "");

function nameOf(c: Context): string {
  const name = c.req.header("x-foyer-name") ?? "";
  try {
    return fileNameOf(decodeURIComponent(name));
  } catch {
    return fileNameOf(""); // the encoding is invalid; the name is only shown
  }
}

async function fileExists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function csvResponse(c: Context, name: string, stream: Readable): Response {
  return c.body(Readable.toWeb(stream) as ReadableStream, 200, {
    "Content-Type": "text/csv; charset=utf-8",
    "Content-Disposition": `attachment; filename="${name}"`,
    "X-Content-Type-Options": "nosniff",
  });
}
