import { type ClientResponse, hc } from "hono/client";
import * as z from "zod/mini";
import type {
  InvitationAccept,
  InvitationCreate,
  Presence,
  Role,
  Setup,
  SignIn,
} from "../../../shared/account.ts";
import type { ConversationUpdate, InboxView } from "../../../shared/conversation.ts";
import { Problem } from "../../../shared/error.ts";
import type { FormKind } from "../../../shared/form.ts";
import type { PropertyCreate, PropertyUpdate } from "../../../shared/property.ts";
import type { AgentsApi } from "../../agents-api.ts";
import { ApiError } from "./api-error.ts";
import { chatCalls } from "./chat-api.ts";
import { crmCalls } from "./crm-api.ts";
import { importCalls } from "./import-api.ts";
import type { AskForFile, Call, SendFile } from "./request.ts";
import type { Upload } from "./upload.ts";

export interface ApiDeps {
  readonly fetch: typeof fetch;
  readonly upload: Upload;
  /** Told after every call whether the server answered at all. */
  readonly onReach: (reached: boolean) => void;
  /** Told when a call was refused because nobody is signed in (any more). */
  readonly onSignedOut: () => void;
  /** Told when a property is not there (any more) for whoever is signed in. */
  readonly onPropertyGone: () => void;
}

/** How long an answer may take before the server counts as out of reach, in milliseconds. */
const PATIENCE = 20_000;

/** What a gateway in front answers while the server behind it is away; it carries no problem document. */
const GATEWAY = new Set([502, 503, 504]);

/** What a call answers when it works. */
type Answer<R> = R extends { json(): Promise<infer T> } ? T : never;

/** What an answer's text says; null if it is not JSON: then the status has to tell. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function problemOf(response: Pick<Response, "status" | "text">): Promise<ApiError> {
  const body = readJson(await response.text().catch(() => "")); // cut off: the status has to tell
  const parsed = z.safeParse(Problem, body);
  // the codes are the server's own table; one that is newer than this page is still shown in the server's words
  if (parsed.success) return new ApiError(parsed.data as Problem);
  return new ApiError(GATEWAY.has(response.status) ? "unreachable" : "unreadable");
}

function parsedAs<S extends z.ZodMiniType>(schema: S, value: unknown): z.infer<S> {
  const parsed = z.safeParse(schema, value);
  if (!parsed.success) throw new ApiError("unreadable", parsed.error);
  return parsed.data;
}

/** Leaves out what was not chosen. */
function chosen<T extends object>(values: T) {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
}

/**
 * The agents' API, one function a call, typed by the server's own routes. What fails is thrown as an `ApiFailure`
 * with the server's code and words.
 */
export function createApi(deps: ApiDeps) {
  const send: typeof fetch = async (input, init) => {
    try {
      return await deps.fetch(input, { ...init, signal: AbortSignal.timeout(PATIENCE) });
    } catch (cause) {
      deps.onReach(false);
      throw new ApiError("unreachable", cause);
    }
  };

  async function mustWork(response: Pick<Response, "ok" | "status" | "text">): Promise<void> {
    if (response.ok) return deps.onReach(true);
    const failure = await problemOf(response);
    deps.onReach(failure.code !== "unreachable");
    if (failure.code === "sign_in_required") deps.onSignedOut();
    if (failure.code === "property_unknown") deps.onPropertyGone();
    throw failure;
  }

  async function ask(method: string, path: string, body: unknown): Promise<Response> {
    const response = await send(`/api${path}`, {
      method,
      ...(body !== undefined && {
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
      }),
    });
    await mustWork(response);
    return response;
  }

  const call: Call = async (schema, method, path, body) =>
    parsedAs(schema, readJson(await (await ask(method, path, body)).text()));

  const askForFile: AskForFile = async (path, body) => (await ask("POST", path, body)).blob();

  const sendFile: SendFile = async (schema, method, path, { body, name, onProgress, signal }) => {
    const headers = {
      "Content-Type": body.type || "application/octet-stream",
      ...(name !== undefined && { "X-Foyer-Name": encodeURIComponent(name) }),
    };
    const sent = deps.upload({ url: `/api${path}`, method, headers, body, onProgress, signal });
    const { status, text } = await sent.catch((cause: unknown) => {
      // what the agent has stopped says nothing about the server
      if (!signal.aborted) deps.onReach(false);
      throw new ApiError("unreachable", cause);
    });
    await mustWork({ ok: status >= 200 && status < 300, status, text: async () => text });
    return parsedAs(schema, readJson(text));
  };

  async function answer<R extends ClientResponse<unknown>>(sent: Promise<R>): Promise<Answer<R>> {
    const response = await sent;
    await mustWork(response);
    if (response.status === 204) return undefined as Answer<R>; // a call without content
    try {
      // the server's routes are where the type of this comes from
      return (await response.json()) as Answer<R>;
    } catch (cause) {
      throw new ApiError("unreadable", cause);
    }
  }

  const client = hc<AgentsApi>("/api", { fetch: send });
  const inside = client.properties[":property"];

  return {
    setupState: () => answer(client.setup.$get()),
    setUp: (json: z.input<typeof Setup>) => answer(client.setup.$post({ json })),
    signIn: (json: z.input<typeof SignIn>) => answer(client["sign-in"].$post({ json })),
    signOut: () => answer(client["sign-out"].$post()),
    me: () => answer(client.me.$get()),
    presence: (status: Presence) => answer(client.presence.$put({ json: { status } })),

    invitation: (token: string) => answer(client.invitations[":token"].$get({ param: { token } })),
    acceptInvitation: (token: string, json: z.input<typeof InvitationAccept>) =>
      answer(client.invitations[":token"].$post({ param: { token }, json })),

    createProperty: (json: z.input<typeof PropertyCreate>) => answer(client.properties.$post({ json })),
    property: (property: string) => answer(inside.$get({ param: { property } })),
    saveProperty: (property: string, json: z.input<typeof PropertyUpdate>) =>
      answer(inside.$put({ param: { property }, json })),

    team: (property: string) => answer(inside.team.$get({ param: { property } })),
    invite: (property: string, json: z.input<typeof InvitationCreate>) =>
      answer(inside.invitations.$post({ param: { property }, json })),
    withdrawInvitation: (property: string, id: string) =>
      answer(inside.invitations[":id"].$delete({ param: { property, id } })),
    setRole: (property: string, agent: string, role: Role) =>
      answer(inside.team[":agent"].$put({ param: { property, agent }, json: { role } })),
    removeAgent: (property: string, agent: string) =>
      answer(inside.team[":agent"].$delete({ param: { property, agent } })),

    inbox: (property: string, filter: { view?: InboxView; contact?: string; cursor: string | null }) =>
      answer(inside.conversations.$get({ param: { property }, query: chosen(filter) })),
    conversation: (property: string, id: string) =>
      answer(inside.conversations[":id"].$get({ param: { property, id } })),
    updateConversation: (property: string, id: string, json: z.input<typeof ConversationUpdate>) =>
      answer(inside.conversations[":id"].$patch({ param: { property, id }, json })),

    detachDevice: (property: string, visitor: string) =>
      answer(inside.devices[":visitor"].detach.$post({ param: { property, visitor } })),

    ...chatCalls(call, sendFile),
    ...crmCalls(call, askForFile),
    ...importCalls(call, sendFile),
  } as const;
}

export type Api = ReturnType<typeof createApi>;

/** The address of the page with the real widget in it, for the live preview's frame. */
export function previewAddress(property: string, draft: unknown, form: FormKind, language: string): string {
  const bytes = new TextEncoder().encode(JSON.stringify(draft));
  const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  const encoded = base64.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  const query = new URLSearchParams({ draft: encoded, form, language });
  return `/api/properties/${encodeURIComponent(property)}/preview?${query}`;
}
