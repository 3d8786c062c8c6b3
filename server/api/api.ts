import type { Hono } from "hono";
import type { Deps } from "../deps.ts";
import type { PersonParts } from "../people/routes.ts";
import type { PropertyDeps } from "../properties/store.ts";
import { attributeOperations } from "./contacts/attribute-operations.ts";
import { contactOperations } from "./contacts/contact-operations.ts";
import { noteOperations } from "./contacts/note-operations.ts";
import { organizationOperations } from "./contacts/organization-operations.ts";
import { personOperations } from "./contacts/person-operations.ts";
import { tagOperations } from "./contacts/tag-operations.ts";
import { upsertOperations } from "./contacts/upsert-operations.ts";
import { conversationOperations } from "./conversations/operations.ts";
import { formOperations } from "./forms/operations.ts";
import { apiRouter, pathsWithLargeBodies } from "./http/api-router.ts";
import { type ApiEnv, authenticated } from "./http/authenticate.ts";
import type { Operation } from "./http/operation.ts";
import { type ImportParts, importOperations } from "./imports/operations.ts";
import { mcpRoutes } from "./mcp/routes.ts";
import { ticketOperations } from "./tickets/operations.ts";
import { visitorOperations } from "./visitors/operations.ts";
import { webhookOperations } from "./webhooks/operations.ts";

/** The REST API for other software (R34). */
interface RestApi {
  /** To be mounted at `/api/v1`. */
  readonly routes: Hono<ApiEnv>;
  /** The endpoint for assistants, `/mcp`. */
  readonly mcp: Hono<ApiEnv>;
  readonly operations: readonly Operation[];
  /** The paths whose bodies their routes limit. */
  readonly largeBodies: RegExp;
}

/** Makes the REST API from all its operations. Of two paths that both match a request, the one that is listed first counts. */
export function createRestApi(deps: Deps & PropertyDeps & ImportParts, parts: PersonParts): RestApi {
  const operations = [
    ...upsertOperations(deps),
    ...contactOperations(deps),
    ...personOperations(deps, parts),
    ...tagOperations(deps),
    ...noteOperations(deps),
    ...organizationOperations(deps),
    ...attributeOperations(deps),
    ...conversationOperations(deps),
    ...ticketOperations(deps),
    ...visitorOperations(deps),
    ...formOperations(deps),
    ...importOperations(deps, deps),
    ...webhookOperations(deps),
  ];
  // one for both, so that the requests of a key are counted together
  const guard = authenticated(deps);
  return {
    routes: apiRouter(deps, operations, guard),
    mcp: mcpRoutes({ ...deps, operations, guard }),
    operations,
    largeBodies: pathsWithLargeBodies(operations),
  };
}
