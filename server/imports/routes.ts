import { createReadStream } from "node:fs";
import { access } from "node:fs/promises";
import { Readable } from "node:stream";
import { type Context, Hono } from "hono";
import * as z from "zod/mini";
import { Selection } from "../../shared/crm.ts";
import { ImportCheck, ImportInfo, ImportList } from "../../shared/import.ts";
import { Uuid } from "../../shared/visitor.ts";
import type { AgentEnv, MemberOf } from "../accounts/guards.ts";
import { resolveAliases } from "../contacts/identity/aliases.ts";
import { ApiError } from "../platform/http/api-error.ts";
import { endpoint, json } from "../platform/http/endpoint.ts";
import { exportContacts } from "./export/export-contacts.ts";
import { importFiles } from "./jobs/import-files.ts";
import type { ImportDeps } from "./jobs/import-job.ts";
import { importRunnerFor } from "./jobs/import-runner.ts";
import { type ImportKey, startCheck, startImport, startUndo } from "./jobs/import-states.ts";
import { findImport, listImports } from "./jobs/import-store.ts";
import { receiveUpload } from "./jobs/receive-upload.ts";
import { toImportInfo } from "./jobs/to-import-info.ts";

/** The paths whose bodies are files: they are streamed and counted by who takes them, and are no JSON. */
export const STREAMED_PATHS = /^\/api\/properties\/[^/]+\/imports$/;

const LIST_LIMIT = 50;

/** Imports and the export of contacts, for admins. Behind `signedIn`. */
export function importRoutes(deps: ImportDeps, memberOf: MemberOf) {
  const { read } = deps.database;
  const admin = memberOf("admin");
  const info = async ({ property, id }: ImportKey) => toImportInfo(await findImport(read, property, id));
  /** Has it done in the background. */
  const begin = async (key: ImportKey): Promise<ImportInfo> => {
    void importRunnerFor(deps).run(key.property, key.id);
    return info(key);
  };
  const contacts = (c: Context<AgentEnv, string>, only: readonly string[] | null) => {
    const property = c.req.param("property") ?? "";
    return csv(c, "contacts.csv", Readable.from(exportContacts(read, { property, only })));
  };

  return new Hono<AgentEnv>()
    .post(
      "/properties/:property/imports",
      endpoint(
        "Send a file of contacts; the body is the file, X-Foyer-Name its encoded name. Nothing is imported yet",
        ImportInfo,
        "property_unknown",
        "forbidden",
        "import_unreadable",
        "file_too_large",
        "file_incomplete",
      ),
      admin,
      async (c) => {
        const property = c.req.param("property");
        const length = c.req.header("content-length");
        const id = await receiveUpload(deps, {
          property,
          agent: c.var.agent.id,
          name: nameOf(c),
          body: bodyOf(c),
          length: length === undefined ? null : Number(length),
        });
        return c.json(await info({ property, id }));
      },
    )
    .get(
      "/properties/:property/imports",
      endpoint("The latest imports, the newest first", ImportList, "property_unknown", "forbidden"),
      admin,
      async (c) => {
        const rows = await listImports(read, c.req.param("property"), LIST_LIMIT);
        return c.json({ items: rows.map(toImportInfo) });
      },
    )
    .get(
      "/properties/:property/imports/:id",
      endpoint(
        "An import: its columns, how far it is, what the dry run found and what it did",
        ImportInfo,
        "property_unknown",
        "forbidden",
        "not_found",
      ),
      admin,
      async (c) => c.json(await info(keyOf(c))),
    )
    .post(
      "/properties/:property/imports/:id/check",
      endpoint(
        "Begin the dry run, with the columns as corrected",
        ImportInfo,
        "property_unknown",
        "forbidden",
        "not_found",
        "import_not_ready",
        "invalid_request",
      ),
      admin,
      json(ImportCheck),
      async (c) => {
        const key = keyOf(c);
        await startCheck(deps, key, c.req.valid("json").mapping);
        return c.json(await begin(key));
      },
    )
    .post(
      "/properties/:property/imports/:id/start",
      endpoint(
        "Begin the import that was checked",
        ImportInfo,
        "property_unknown",
        "forbidden",
        "not_found",
        "import_not_ready",
      ),
      admin,
      async (c) => {
        const key = keyOf(c);
        await startImport(deps, key);
        return c.json(await begin(key));
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
      admin,
      async (c) => {
        const key = keyOf(c);
        await startUndo(deps, key);
        return c.json(await begin(key));
      },
    )
    .get(
      "/properties/:property/imports/:id/refused.csv",
      endpoint(
        "The rows that the dry run refused, with the reasons in a column",
        "bytes",
        "property_unknown",
        "forbidden",
        "not_found",
        "import_not_ready",
      ),
      admin,
      async (c) => {
        const key = keyOf(c);
        const { check_report } = await findImport(read, key.property, key.id);
        const { refused } = importFiles(deps, key.id);
        if (check_report === null || !(await isThere(refused))) throw new ApiError("import_not_ready");
        return csv(c, "refused.csv", createReadStream(refused));
      },
    )
    .get(
      "/properties/:property/contacts.csv",
      endpoint("All contacts as a CSV that an import takes", "bytes", "property_unknown", "forbidden"),
      admin,
      (c) => contacts(c, null),
    )
    .post(
      "/properties/:property/contacts/export",
      endpoint(
        "Selected contacts as a CSV that an import takes",
        "bytes",
        "property_unknown",
        "invalid_request",
      ),
      memberOf("agent"),
      json(Selection),
      async (c) => {
        const { contacts: selected } = c.req.valid("json");
        return contacts(c, await resolveAliases(read, c.req.param("property"), selected));
      },
    );
}

/** @throws Failure `not_found` for what is no ID */
function keyOf(c: Context<AgentEnv, string>): ImportKey {
  const id = c.req.param("id") ?? "";
  if (!z.safeParse(Uuid, id).success) throw new ApiError("not_found");
  return { property: c.req.param("property") ?? "", id };
}

function nameOf(c: Context): string {
  const name = c.req.header("x-foyer-name") ?? "";
  try {
    return decodeURIComponent(name).replace(/\p{C}/gu, "").trim() || "contacts.csv";
  } catch {
    return "contacts.csv"; // not encoded as it should be: it is only shown
  }
}

async function* bodyOf(c: Context): AsyncGenerator<Uint8Array> {
  if (c.req.raw.body) yield* Readable.fromWeb(c.req.raw.body as Parameters<typeof Readable.fromWeb>[0]);
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function csv(c: Context, name: string, stream: Readable): Response {
  return c.body(Readable.toWeb(stream) as ReadableStream, 200, {
    "Content-Type": "text/csv; charset=utf-8",
    "Content-Disposition": `attachment; filename="${name}"`,
    "X-Content-Type-Options": "nosniff",
  });
}
