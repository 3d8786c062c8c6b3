import { type Context, Hono } from "hono";
import * as z from "zod/mini";
import { FileInfo } from "../../shared/file.ts";
import { StorageUse } from "../../shared/storage.ts";
import { Uuid } from "../../shared/visitor.ts";
import type { AgentEnv, May } from "../accounts/guards.ts";
import { addressOf } from "../platform/http/address.ts";
import { ApiError } from "../platform/http/api-error.ts";
import { endpoint } from "../platform/http/endpoint.ts";
import { createNetworkLimit, perMinute, perNetwork } from "../platform/http/rate-limit.ts";
import { FILES, MEGABYTE } from "../platform/limits.ts";
import type { PropertyDeps } from "../properties/store.ts";
import { type WidgetEnv, widgetAccess } from "../properties/widget-access.ts";
import { authorizeVisitor } from "../visitors/authorize-visitor.ts";
import type { WidgetDeps } from "../visitors/routes.ts";
import { requireMayChat } from "../visitors/signed-in.ts";
import { readQuotaFacts } from "./quotas.ts";
import { createUpload } from "./receive-upload.ts";
import { sendFile } from "./send-file.ts";
import { readStorageUse } from "./storage-use.ts";
import { type FileRow, findFile, isVisitors } from "./store.ts";

/**
 * The paths whose bodies are files. The handlers stream these bodies and check their size; they are not JSON. Must match the
 * routes below and the route of the agent's picture.
 */
export const STREAMED_PATHS = /^\/(w\/[^/]+\/files|api\/properties\/[^/]+\/files|api\/me\/picture)$/;

/** The files of visitors: `POST /:property/files`, `GET /:property/files/:id`. */
export function visitorFileRoutes(deps: WidgetDeps) {
  const { config, database } = deps;
  const upload = createUpload(deps);
  const access = widgetAccess(deps.properties, config.publicUrl);
  const visitorFiles = perMinute(FILES.perMinute.visitor, deps.now);
  const addressFiles = perNetwork(FILES.perMinute.address, deps.now);
  const { files, seconds } = FILES.strangersAtAddress;
  const strangersFiles = createNetworkLimit(files, seconds, deps.now);
  const visitorOf = async (c: Context<WidgetEnv>) =>
    (await authorizeVisitor(deps, c.var.property.id, bearer(c))).visitor;

  return new Hono<WidgetEnv>()
    .post("/:property/files", access, async (c) => {
      const address = addressOf(c, config.trustedProxies);
      await deps.addressLimit.take(address);
      const visitor = await visitorOf(c);
      await visitorFiles.take(`${c.var.property.id} ${visitor}`);
      await addressFiles.take(address);
      const quota = config.filesQuota * MEGABYTE;
      const { hasWritten } = await readQuotaFacts(database.read, c.var.property.id, visitor, quota);
      if (!hasWritten) await strangersFiles.take(address);
      const info = await upload(c, c.var.property, {
        by: { visitor_id: visitor, agent_id: null },
        admit: async (read) => {
          await authorizeVisitor({ ...deps, database: { read } }, c.var.property.id, bearer(c));
          await requireMayChat(read, c.var.property, visitor);
          return readQuotaFacts(read, c.var.property.id, visitor, quota);
        },
      });
      return c.json(info, 200, { "Cache-Control": "no-store" });
    })
    .get("/:property/files/:id", access, async (c) => {
      await deps.addressLimit.take(addressOf(c, config.trustedProxies));
      const visitor = await visitorOf(c);
      const file = await requireFile(deps, c.var.property.id, c.req.param("id"));
      if (!(await isVisitors(database.read, file, visitor, deps.mayRead))) throw new ApiError("not_found");
      // another token must not be answered from the browser's cache
      c.header("Vary", "Origin, Authorization");
      return sendFile(c, deps, file, { inline: false, resourcePolicy: "cross-origin" });
    });
}

/** The files of agents. Behind `signedIn`. */
export function agentFileRoutes(deps: PropertyDeps, may: May) {
  const upload = createUpload(deps);
  const [mayRead, mayEdit] = [may("conversations.read"), may("conversations.write")];
  return new Hono<AgentEnv>()
    .get(
      "/properties/:property/storage",
      endpoint("What a property stores, and its quota", StorageUse, "property_unknown", "forbidden"),
      may("settings.change"),
      async (c) => {
        const quota = deps.config.filesQuota * MEGABYTE;
        return c.json(await readStorageUse(deps.database.read, c.req.param("property"), quota));
      },
    )
    .post(
      "/properties/:property/files",
      endpoint(
        "Upload a file for a message; the body is the file, X-Foyer-Name its encoded name",
        FileInfo,
        "property_unknown",
        "files_not_allowed",
        "file_too_large",
        "file_quota_reached",
        "file_incomplete",
        "file_type_refused",
      ),
      mayEdit,
      async (c) => {
        const property = await deps.properties.get(c.req.param("property"));
        const quota = deps.config.filesQuota * MEGABYTE;
        const info = await upload(c, property, {
          by: { visitor_id: null, agent_id: c.var.agent.id },
          admit: (read) => readQuotaFacts(read, property.id, null, quota),
        });
        return c.json(info);
      },
    )
    .get(
      "/properties/:property/files/:id",
      endpoint(
        "Download a file of a conversation, or an own upload that no message contains yet",
        "bytes",
        "property_unknown",
        "not_found",
      ),
      mayRead,
      async (c) => {
        const { property, id } = c.req.param();
        const file = await requireFile(deps, property, id);
        if (file.conversation_id === null && file.agent_id !== c.var.agent.id)
          throw new ApiError("not_found");
        return sendFile(c, deps, file, { inline: true, resourcePolicy: "same-origin" });
      },
    );
}

/** RFC 6750. @returns empty if there is none */
function bearer(c: Context): string {
  return /^Bearer +([\w.-]{1,1000})$/i.exec(c.req.header("authorization") ?? "")?.[1] ?? "";
}

async function requireFile(
  { database }: Pick<WidgetDeps, "database">,
  property: string,
  id: string,
): Promise<FileRow> {
  const file = z.safeParse(Uuid, id).success ? await findFile(database.read, property, id) : undefined;
  if (!file) throw new ApiError("not_found");
  return file;
}
