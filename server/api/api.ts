import type { Hono } from "hono";
import type { Deps } from "../deps.ts";
import { contactOperations } from "./contacts/operations.ts";
import { apiRouter, pathsWithLargeBodies } from "./http/api-router.ts";
import type { ApiEnv } from "./http/authenticate.ts";
import type { Operation } from "./http/operation.ts";

/** The REST API for other software (R34). */
interface RestApi {
  /** To be mounted at `/api/v1`. */
  readonly routes: Hono<ApiEnv>;
  readonly operations: readonly Operation[];
  /** The paths whose bodies their routes limit. */
  readonly largeBodies: RegExp;
}

/** Makes the REST API from all its operations. */
export function createRestApi(deps: Deps): RestApi {
  const operations = [...contactOperations(deps)];
  return {
    routes: apiRouter(deps, operations),
    operations,
    largeBodies: pathsWithLargeBodies(operations),
  };
}
