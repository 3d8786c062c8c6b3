import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { WebStandardStreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js";
import {
  CallToolRequestSchema,
  type CallToolResult,
  ErrorCode,
  ListToolsRequestSchema,
  McpError,
} from "@modelcontextprotocol/sdk/types.js";
import * as z from "zod/mini";
import { UNTRUSTED_NOTICE } from "./bounded-answer.ts";
import type { Tool } from "./tools.ts";

/** The result of a tool: a text for the model; `isError`: it says why the tool has failed. */
export interface ToolResult {
  readonly text: string;
  readonly isError: boolean;
}

const INSTRUCTIONS = `Contacts, chats and tickets of a website. ${UNTRUSTED_NOTICE}`;

/**
 * Answers one request of the Model Context Protocol, without a session: every request has a server of its own, whose answer is
 * JSON. This module is loaded with the first request, because the protocol's library takes half a second and 30 MB.
 *
 * @param tools those that the request's key may use
 * @param run runs one of them
 */
export async function answerMcp(
  request: Request,
  message: unknown,
  tools: readonly Tool[],
  run: (tool: Tool, args: unknown) => Promise<ToolResult>,
): Promise<Response> {
  const server = new Server(
    { name: "foyer", version: "1" },
    { capabilities: { tools: {} }, instructions: INSTRUCTIONS },
  );
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: tools.map(describeTool) }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }): Promise<CallToolResult> => {
    const tool = tools.find(({ name }) => name === params.name);
    if (!tool) throw new McpError(ErrorCode.InvalidParams, "There is no such tool for this API key");
    const { text, isError } = await run(tool, params.arguments ?? {});
    const notice = { type: "text", text: UNTRUSTED_NOTICE } as const;
    return { content: [...(isError ? [] : [notice]), { type: "text", text }], isError };
  });
  const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
  await server.connect(transport);
  const response = await transport.handleRequest(request, { parsedBody: message });
  await server.close();
  return response;
}

function describeTool({ name, title, description, effect, input }: Tool) {
  const { $schema: _, ...schema } = z.toJSONSchema(input, { io: "input" });
  return {
    name,
    title,
    description,
    inputSchema: { ...schema, type: "object" as const },
    annotations: {
      title,
      readOnlyHint: effect === "read",
      destructiveHint: effect === "reach",
      idempotentHint: effect === "read",
      openWorldHint: effect === "reach",
    },
  };
}
