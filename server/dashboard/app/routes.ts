import * as z from "zod/mini";
import { ContactFilter } from "../../../shared/crm.ts";
import { VISITOR_ID } from "../../../shared/rules/visitor-id.ts";
import { BASE } from "../data/base-path.ts";
import { queryString } from "../data/query-string.ts";

/** The start of every path of the dashboard. */
export const ROOT = `${BASE}/dashboard`;

/**
 * The views of the inbox, as their addresses name them. `waiting` was the name of `unanswered` before tickets had that
 * status, so the view of waiting tickets has another name here.
 */
export const INBOX_VIEWS = [
  "unanswered",
  "mine",
  "unassigned",
  "overdue",
  "all",
  "open",
  "waiting-for-customer",
  "solved",
  "closed",
  "unread",
  "suspicious",
] as const;
/** `tag:ID`: the conversations with a tag. */
export type View = (typeof INBOX_VIEWS)[number] | TagView;
type TagView = `tag:${string}`;

export const isTagView = (name: string): name is TagView => name.startsWith("tag:");

export const SETTINGS_SECTIONS = [
  "install",
  "general",
  "availability",
  "forms",
  "email",
  "answers",
  "attributes",
  "sites",
  "privacy",
  "identity",
  "api-keys",
  "webhooks",
  "incoming-webhooks",
  "alerts",
  "team",
  "storage",
  "audit-log",
] as const;
export type SettingsSection = (typeof SETTINGS_SECTIONS)[number];

/** The period of a report as an address has it; the screen parses it. */
export interface ReportPeriodInAddress {
  readonly period: string | null;
  readonly from: string | null;
  readonly to: string | null;
}

/** A screen of the dashboard with its parameters. Only the address of the page determines it. */
export type Route =
  | { readonly page: "home" }
  | { readonly page: "setup"; readonly token: string }
  | { readonly page: "sign-in"; readonly next: string | null }
  | { readonly page: "forgotten-password" }
  | { readonly page: "new-password"; readonly token: string }
  | { readonly page: "invitation"; readonly token: string }
  | { readonly page: "account" }
  | {
      readonly page: "inbox";
      readonly property: string;
      readonly view: View;
      readonly conversation: string | null;
      /** Whether a narrow screen shows the person's panel instead of the conversation. */
      readonly person: boolean;
      /** The words that messages are searched for; empty: the search is open without any. Null: the view is listed. */
      readonly search: string | null;
      /** The sequence number of the entry that is shown; null: the newest. */
      readonly message: number | null;
    }
  | { readonly page: "visitors"; readonly property: string }
  | { readonly page: "reports"; readonly property: string; readonly period: ReportPeriodInAddress }
  | { readonly page: "contacts"; readonly property: string; readonly filter: ContactFilter }
  | { readonly page: "new-contact"; readonly property: string }
  | { readonly page: "duplicates"; readonly property: string }
  | { readonly page: "merge"; readonly property: string; readonly contacts: readonly string[] }
  | { readonly page: "organizations"; readonly property: string; readonly search: string }
  | { readonly page: "organization"; readonly property: string; readonly organization: string }
  | { readonly page: "contact"; readonly property: string; readonly contact: string }
  | {
      readonly page: "import";
      readonly property: string;
      /** Null: the page for a new import, with the list of the previous ones. */
      readonly id: string | null;
      /** Whether the columns are edited again after the dry run. */
      readonly columns: boolean;
    }
  | {
      readonly page: "settings";
      readonly property: string;
      readonly section: SettingsSection | null;
      /** The key of the form that is edited in the section `forms`. */
      readonly form: string;
      /** The source that is open in the section `incoming-webhooks`; null: the list. */
      readonly source: string | null;
    }
  /** The signed-in agent's notifications, in all properties. */
  | { readonly page: "notifications" }
  | { readonly page: "not-found" };

/** The screens that need no session, but for the sign-in page. */
export type SignedOutRoute = Extract<
  Route,
  { page: "setup" | "forgotten-password" | "new-password" | "invitation" }
>;
export type SignedInRoute = Exclude<Route, SignedOutRoute | { page: "sign-in" }>;

function oneOf<T extends string>(list: readonly T[], text: string | undefined): T | undefined {
  return list.find((one) => one === text);
}

function viewOf(name: string): View | undefined {
  if (isTagView(name)) return name;
  return name === "waiting" ? "unanswered" : oneOf(INBOX_VIEWS, name);
}

function inboxRoute(
  property: string,
  [first, conversation]: readonly string[],
  params: URLSearchParams,
): Route {
  const view = first === undefined ? "all" : viewOf(first);
  if (!view) return { page: "not-found" };
  const message = params.get("message") ?? "";
  return {
    page: "inbox",
    property,
    view,
    conversation: conversation ?? null,
    person: params.has("person"),
    search: params.get("q"),
    message: /^\d{1,15}$/.test(message) ? Number(message) : null,
  };
}

function settingsRoute(property: string, first: string | undefined, params: URLSearchParams): Route {
  const section = oneOf(SETTINGS_SECTIONS, first);
  if (first !== undefined && !section) return { page: "not-found" };
  return {
    page: "settings",
    property,
    section: section ?? null,
    form: params.get("form") ?? "pre_chat",
    source: params.get("source"),
  };
}

function importRoute(property: string, [id, step, ...more]: readonly string[]): Route {
  if (more.length || (step !== undefined && step !== "columns")) return { page: "not-found" };
  return { page: "import", property, id: id ?? null, columns: step === "columns" };
}

/** Parses the filter in an address. Invalid conditions are ignored. */
function filterOf(params: URLSearchParams): ContactFilter {
  const given = Object.entries(ContactFilter.shape).flatMap(([key, schema]) => {
    const parsed = z.safeParse(schema, params.get(key) || undefined);
    return parsed.success && parsed.data !== undefined ? [[key, parsed.data]] : [];
  });
  return Object.fromEntries(given);
}

function reportPeriodOf(params: URLSearchParams): ReportPeriodInAddress {
  return { period: params.get("period"), from: params.get("from"), to: params.get("to") };
}

function contactsRoute(
  property: string,
  [first, ...more]: readonly string[],
  params: URLSearchParams,
): Route {
  if (first === "import") return importRoute(property, more);
  if (more.length) return { page: "not-found" };
  switch (first) {
    case undefined:
      return { page: "contacts", property, filter: filterOf(params) };
    case "new":
      return { page: "new-contact", property };
    case "duplicates":
      return { page: "duplicates", property };
    case "merge": {
      const named = (params.get("with") ?? "").split(",").filter((id) => VISITOR_ID.test(id));
      return { page: "merge", property, contacts: [...new Set(named)] };
    }
    default:
      return VISITOR_ID.test(first) ? { page: "contact", property, contact: first } : { page: "not-found" };
  }
}

function organizationsRoute(property: string, [id, ...more]: readonly string[], search: string): Route {
  if (more.length) return { page: "not-found" };
  return id === undefined
    ? { page: "organizations", property, search }
    : { page: "organization", property, organization: id };
}

/**
 * Parses an address.
 *
 * @param url path and query, as in `/dashboard/abcde12345/inbox/open?person=1`
 */
export function parseRoute(url: string): Route {
  const { pathname, searchParams } = new URL(url, "http://foyer.invalid");
  if (pathname !== ROOT && !pathname.startsWith(`${ROOT}/`)) return { page: "not-found" };
  const segments = pathname.slice(ROOT.length).split("/").filter(Boolean).map(safeDecode);
  const [first, second, ...rest] = segments;
  if (first === undefined) return { page: "home" };
  if (first === "setup") return { page: "setup", token: searchParams.get("token") ?? "" };
  if (first === "sign-in") return { page: "sign-in", next: safeNext(searchParams.get("next")) };
  if (first === "forgotten-password") return { page: "forgotten-password" };
  if (first === "account" && second === undefined) return { page: "account" };
  if (first === "password" && second !== undefined) return { page: "new-password", token: second };
  if (first === "invitation" && second !== undefined) return { page: "invitation", token: second };
  if (first === "notifications") return { page: second === undefined ? "notifications" : "not-found" };
  switch (second) {
    case undefined:
    case "inbox":
      return inboxRoute(first, rest, searchParams);
    case "visitors":
      return rest.length ? { page: "not-found" } : { page: "visitors", property: first };
    case "reports":
      return rest.length
        ? { page: "not-found" }
        : { page: "reports", property: first, period: reportPeriodOf(searchParams) };
    case "contacts":
      return contactsRoute(first, rest, searchParams);
    case "organizations":
      return organizationsRoute(first, rest, searchParams.get("q") ?? "");
    case "settings":
      return settingsRoute(first, rest[0], searchParams);
    default:
      return { page: "not-found" };
  }
}

function safeDecode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment; // not percent-encoded, so the % is part of the text
  }
}

/** The address to open after the sign-in. Addresses outside the dashboard are ignored. */
function safeNext(next: string | null): string | null {
  if (!next || !URL.canParse(next, "http://foyer.invalid")) return null;
  const { origin, pathname, search } = new URL(next, "http://foyer.invalid");
  const inside = origin === "http://foyer.invalid" && pathname.startsWith(`${ROOT}/`);
  return inside ? pathname + search : null;
}

/** The part of the route `inbox` that a search sets. */
export type InboxSearch = Pick<Extract<Route, { page: "inbox" }>, "search" | "message">;

/** The part of an address after its path. Unlike `queryString` it keeps the empty search. */
function inboxQuery({ search, message }: InboxSearch, person: boolean): string {
  const params = new URLSearchParams({
    ...(search !== null && { q: search }),
    ...(message !== null && { message: String(message) }),
    ...(person && { person: "1" }),
  });
  return params.size ? `?${params}` : "";
}

/** An open search without words. */
export const EMPTY_SEARCH: InboxSearch = { search: "", message: null };
const NO_SEARCH: InboxSearch = { search: null, message: null };

/** The addresses of all screens. */
export const href = {
  home: () => `${ROOT}/`,
  notifications: () => `${ROOT}/notifications`,
  signIn: (next: string | null) => `${ROOT}/sign-in${queryString({ next })}`,
  forgottenPassword: () => `${ROOT}/forgotten-password`,
  account: () => `${ROOT}/account`,
  inbox: (
    property: string,
    view: View = "all",
    conversation: string | null = null,
    person = false,
    found = NO_SEARCH,
  ) =>
    `${ROOT}/${property}/inbox/${encodeURIComponent(view)}${conversation ? `/${encodeURIComponent(conversation)}` : ""}${inboxQuery(found, person)}`,
  visitors: (property: string) => `${ROOT}/${property}/visitors`,
  reports: (property: string, period: Partial<ReportPeriodInAddress> = {}) =>
    `${ROOT}/${property}/reports${queryString(period)}`,
  contacts: (property: string, filter: ContactFilter = {}) =>
    `${ROOT}/${property}/contacts${queryString(filter)}`,
  newContact: (property: string) => `${ROOT}/${property}/contacts/new`,
  duplicates: (property: string) => `${ROOT}/${property}/contacts/duplicates`,
  merge: (property: string, contacts: readonly string[]) =>
    `${ROOT}/${property}/contacts/merge?with=${contacts.join(",")}`,
  organizations: (property: string, search = "") =>
    `${ROOT}/${property}/organizations${queryString({ q: search })}`,
  organization: (property: string, id: string) =>
    `${ROOT}/${property}/organizations/${encodeURIComponent(id)}`,
  contact: (property: string, contact: string) => `${ROOT}/${property}/contacts/${contact}`,
  import: (property: string, id: string | null = null, columns = false) =>
    `${ROOT}/${property}/contacts/import${id ? `/${encodeURIComponent(id)}` : ""}${id && columns ? "/columns" : ""}`,
  settings: (property: string, section: SettingsSection | null = null) =>
    `${ROOT}/${property}/settings${section ? `/${section}` : ""}`,
  source: (property: string, source: string) =>
    `${ROOT}/${property}/settings/incoming-webhooks${queryString({ source })}`,
  form: (property: string, form: string) =>
    `${ROOT}/${property}/settings/forms${form === "pre_chat" ? "" : queryString({ form })}`,
} as const;
