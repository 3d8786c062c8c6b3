import type { Hono } from "hono";
import type { PropertyDeps } from "../properties/store.ts";
import { contactOperations } from "./contacts/operations.ts";
import { conversationOperations } from "./conversations/operations.ts";
import { formOperations } from "./forms/operations.ts";
import { apiRouter, pathsWithLargeBodies } from "./http/api-router.ts";
import type { ApiEnv } from "./http/authenticate.ts";
import type { Operation } from "./http/operation.ts";

import { ticketOperations } from "./tickets/operations.ts";
import { visitorOperations } from "./visitors/operations.ts";

/** The REST API for other software (R34). */
interface RestApi {
  /** To be mounted at `/api/v1`. */
  readonly routes: Hono<ApiEnv>;
  readonly operations: readonly Operation[];
  /** The paths whose bodies their routes limit. */
  readonly largeBodies: RegExp;
}

/** Makes the REST API from all its operations. */
export function createRestApi(deps: PropertyDeps): RestApi {
  const operations = [
    ...contactOperations(deps),
    ...conversationOperations(deps),
    ...ticketOperations(deps),
    ...visitorOperations(deps),
    ...formOperations(deps),
  ];
  return {
    routes: apiRouter(deps, operations),
    operations,
    largeBodies: pathsWithLargeBodies(operations),
  };
}
