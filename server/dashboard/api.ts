import * as z from "zod/mini";
import {
  type InvitationAccept,
  type InvitationCreate,
  InvitationCreated,
  InvitationOffer,
  Me,
  type Presence,
  PresenceReceipt,
  type Role,
  type Setup,
  type SignIn,
  Team,
} from "../../shared/account.ts";
import { Contact, ContactPage } from "../../shared/contact.ts";
import {
  Conversation,
  type ConversationUpdate,
  InboxPage,
  type InboxView,
} from "../../shared/conversation.ts";
import { Problem } from "../../shared/error.ts";
import type { FormKind } from "../../shared/form.ts";
import { Property, type PropertyCreate, type PropertyUpdate } from "../../shared/property.ts";
import { ApiFailure } from "./failure.ts";

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export interface ApiDeps {
  readonly fetch: (path: string, init: RequestInit) => Promise<Response>;
  /** Told after every call whether the server answered at all. */
  readonly onReach: (reached: boolean) => void;
  /** Told when a call was refused because nobody is signed in (any more). */
  readonly onSignedOut: () => void;
}

const Nothing = z.unknown();
const SetupState = z.object({ open: z.boolean() });

/** How long an answer may take before the server counts as out of reach, in milliseconds. */
const PATIENCE = 20_000;

/** What a gateway in front answers while the server behind it is away; it carries no problem document. */
const GATEWAY = new Set([502, 503, 504]);

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text();
  if (!text) return null;
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // not JSON: no schema takes it, so it becomes a failure one step further
  }
}

function problemOf(response: Response, body: unknown): ApiFailure {
  const parsed = z.safeParse(Problem, body);
  // the codes are the server's own table; one that is newer than this page is still shown in the server's words
  if (parsed.success) return new ApiFailure(parsed.data as Problem);
  return new ApiFailure(GATEWAY.has(response.status) ? "unreachable" : "unreadable");
}

const path = (parts: TemplateStringsArray, ...values: readonly string[]) =>
  `/api${String.raw({ raw: parts }, ...values.map(encodeURIComponent))}`;

const search = (values: Readonly<Record<string, string | null | undefined>>) => {
  const given = Object.entries(values).filter((entry): entry is [string, string] => !!entry[1]);
  return given.length ? `?${new URLSearchParams(given)}` : "";
};

/**
 * The agents' API, one function a call. What comes back has been parsed with the shared schemas; what fails is
 * thrown as an `ApiFailure` with the server's code and words.
 */
export function createApi(deps: ApiDeps) {
  async function send(method: Method, address: string, body?: unknown): Promise<Response> {
    try {
      return await deps.fetch(address, {
        method,
        credentials: "same-origin",
        signal: AbortSignal.timeout(PATIENCE),
        ...(body !== undefined && {
          body: JSON.stringify(body),
          headers: { "Content-Type": "application/json" },
        }),
      });
    } catch (cause) {
      deps.onReach(false);
      throw new ApiFailure("unreachable", cause);
    }
  }

  async function call<S extends z.ZodMiniType>(
    schema: S,
    method: Method,
    address: string,
    sent?: unknown,
  ): Promise<z.infer<S>> {
    const response = await send(method, address, sent);
    const body = await bodyOf(response);
    if (!response.ok) {
      const failure = problemOf(response, body);
      deps.onReach(failure.code !== "unreachable");
      if (failure.code === "sign_in_required") deps.onSignedOut();
      throw failure;
    }
    deps.onReach(true);
    const parsed = z.safeParse(schema, body);
    if (parsed.success) return parsed.data;
    throw new ApiFailure("unreadable", parsed.error);
  }

  return {
    setupState: () => call(SetupState, "GET", "/api/setup"),
    setUp: (body: z.input<typeof Setup>) => call(Me, "POST", "/api/setup", body),
    signIn: (body: z.input<typeof SignIn>) => call(Me, "POST", "/api/sign-in", body),
    signOut: () => call(Nothing, "POST", "/api/sign-out"),
    me: () => call(Me, "GET", "/api/me"),
    presence: (status: Presence) => call(PresenceReceipt, "PUT", "/api/presence", { status }),

    invitation: (token: string) => call(InvitationOffer, "GET", path`/invitations/${token}`),
    acceptInvitation: (token: string, body: z.input<typeof InvitationAccept>) =>
      call(Me, "POST", path`/invitations/${token}`, body),

    createProperty: (body: z.input<typeof PropertyCreate>) => call(Property, "POST", "/api/properties", body),
    property: (id: string) => call(Property, "GET", path`/properties/${id}`),
    saveProperty: (id: string, body: z.input<typeof PropertyUpdate>) =>
      call(Property, "PUT", path`/properties/${id}`, body),

    team: (property: string) => call(Team, "GET", path`/properties/${property}/team`),
    invite: (property: string, body: z.input<typeof InvitationCreate>) =>
      call(InvitationCreated, "POST", path`/properties/${property}/invitations`, body),
    withdrawInvitation: (property: string, id: string) =>
      call(Nothing, "DELETE", path`/properties/${property}/invitations/${id}`),
    setRole: (property: string, agent: string, role: Role) =>
      call(Team, "PUT", path`/properties/${property}/team/${agent}`, { role }),
    removeAgent: (property: string, agent: string) =>
      call(Nothing, "DELETE", path`/properties/${property}/team/${agent}`),

    inbox: (property: string, filter: { view?: InboxView; contact?: string; cursor?: string | null }) =>
      call(InboxPage, "GET", path`/properties/${property}/conversations` + search(filter)),
    conversation: (property: string, id: string) =>
      call(Conversation, "GET", path`/properties/${property}/conversations/${id}`),
    updateConversation: (property: string, id: string, body: z.input<typeof ConversationUpdate>) =>
      call(Nothing, "PATCH", path`/properties/${property}/conversations/${id}`, body),

    contacts: (property: string, q: string, cursor: string | null) =>
      call(ContactPage, "GET", path`/properties/${property}/contacts` + search({ q, cursor })),
    contact: (property: string, id: string) =>
      call(Contact, "GET", path`/properties/${property}/contacts/${id}`),
    detachDevice: (property: string, visitor: string) =>
      call(Nothing, "POST", path`/properties/${property}/devices/${visitor}/detach`),
  } as const;
}

export type Api = ReturnType<typeof createApi>;

/** The address of the page with the real widget in it, for the live preview's frame. */
export function previewAddress(property: string, draft: unknown, form: FormKind, language: string): string {
  const bytes = new TextEncoder().encode(JSON.stringify(draft));
  const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  const encoded = base64.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  return path`/properties/${property}/preview` + search({ draft: encoded, form, language });
}
