import { Hono, type MiddlewareHandler } from "hono";
import { originOf } from "../../../shared/rules/origin.ts";
import type { Deps } from "../../deps.ts";
import { ApiError, toApiError } from "../../platform/http/api-error.ts";
import { isOwnPage, requestOrigin } from "../../platform/http/own-origin.ts";
import { parse, readJson } from "../../platform/http/read-body.ts";
import type { ApiEnv } from "../http/authenticate.ts";
import type { Operation, RawCall } from "../http/operation.ts";
import { readCaller, refuseUnsafe } from "../http/read-request.ts";
import { boundedAnswer } from "./bounded-answer.ts";
import type { ToolResult } from "./mcp-server.ts";
import { createTools, type Tool } from "./tools.ts";

interface McpDeps extends Pick<Deps, "config" | "database" | "log"> {
  readonly operations: readonly Operation[];
  /** Requires an API key, and counts its requests with those of the REST API. */
  readonly guard: MiddlewareHandler<ApiEnv>;
}

const LOOPBACK = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/**
 * The endpoint for assistants, `/mcp`: the Model Context Protocol over Streamable HTTP, without sessions. An API key is the bearer
 * token, and the tools are those that its scopes allow (R34). A page of another site is refused, also one that has given its own
 * name this server's address (DNS rebinding).
 */
export function mcpRoutes({ config, database, log, operations, guard }: McpDeps): Hono<ApiEnv> {
  const tools = createTools(parse);

  /** @throws ApiError `origin_not_allowed` */
  function refuseForeignPage(header: (name: string) => string | undefined): void {
    const from = requestOrigin(header);
    if (from.origin === undefined) return;
    const isAllowed =
      config.publicUrl === null
        ? LOOPBACK.test(originOf(from.origin) ?? "")
        : isOwnPage(from, config.publicUrl);
    if (!isAllowed)
      throw new ApiError("origin_not_allowed", {
        detail: "Pages of other sites may not call assistants' tools.",
      });
  }

  async function run(tool: Tool, caller: Omit<RawCall, "param" | "query" | "body">, args: unknown) {
    const operation = operations.find(({ id }) => id === tool.operation);
    if (operation?.kind !== "read" && operation?.kind !== "change")
      throw new Error(`The tool ${tool.name} has no such operation`);
    refuseUnsafe(args);
    const { params, query, body } = tool.toCall(args);
    const raw: RawCall = { ...caller, param: (name) => params[name] ?? "", query, body };
    if (operation.kind === "read") return (await operation.run(raw)).body;
    const work = await operation.prepare(raw);
    const change = await database.write(work);
    await change.afterCommit?.();
    return change.body;
  }

  /** Never throws: a tool that fails says so to the model, with the code of the REST API. */
  async function runTool(...call: Parameters<typeof run>): Promise<ToolResult> {
    try {
      const text = boundedAnswer(await run(...call));
      if (text === null) throw new ApiError("answer_too_large");
      return { text, isError: false };
    } catch (err) {
      if (!(err instanceof ApiError)) log.error({ err, tool: call[0].name }, "a tool of an assistant failed");
      return { text: JSON.stringify(toApiError(err).problem), isError: true };
    }
  }

  return new Hono<ApiEnv>()
    .use("/mcp", async (c, next) => {
      refuseForeignPage((name) => c.req.header(name));
      await next();
      c.header("Cache-Control", "no-store");
    })
    .use("/mcp", guard)
    .post("/mcp", async (c) => {
      const message = await readJson(c);
      // the protocol has no batches since 2025-06-18, and each would be as many requests as it likes
      if (Array.isArray(message))
        throw new ApiError("invalid_request", { detail: "Batches are not supported." });
      const { key } = c.var;
      const allowed = tools.filter(({ scope }) => key.scopes.includes(scope));
      const { answerMcp } = await import("./mcp-server.ts");
      const request = readCaller(c, config.trustedProxies);
      return answerMcp(c.req.raw, message, allowed, (tool, args) => runTool(tool, request, args));
    })
    .all("/mcp", () => {
      throw new ApiError("method_not_allowed", { headers: { Allow: "POST" } });
    });
}
