import * as z from "zod/mini";

type ErrorTable = Readonly<Record<string, readonly [status: number, title: string]>>;

/**
 * Errors that can be shown to a visitor. The widget has a text of its own for each, in every language: a code that is
 * added here does not compile until all locales have it.
 */
const VISITOR_ERRORS = {
  answers_invalid: [422, "Some answers need another look."],
  payload_too_large: [413, "This is more than can be sent at once."],
  message_too_long: [422, "This message is too long."],
  origin_not_allowed: [403, "This site is not on the property's list of allowed origins."],
  property_unknown: [
    404,
    "There is no property with this key. Copy the script tag from the dashboard again.",
  ],
  form_unknown: [422, "This form does not exist."],
  conversation_unknown: [422, "This conversation does not exist, or is not yours."],
  visitor_blocked: [403, "Messages from here are not taken any more."],
  file_too_large: [413, "This file is larger than can be sent here."],
  file_type_refused: [415, "Files of this kind cannot be sent here."],
  file_incomplete: [400, "The file did not arrive whole. Please send it again."],
  files_not_allowed: [403, "Files cannot be sent here."],
  too_many_requests: [429, "Too many requests. Please wait a moment."],
  storage_unavailable: [
    503,
    "The server cannot write to its disk at the moment. Nothing was lost; please try again.",
  ],
  internal: [500, "Something went wrong on our side. Please try again."],
} as const satisfies ErrorTable;

/**
 * Every error of the API: its HTTP status and its title, for the person who reads it. The code is stable; clients
 * switch on it, never on the title.
 */
export const ERRORS = {
  ...VISITOR_ERRORS,
  malformed_json: [400, "The request body is not valid JSON."],
  invalid_request: [422, "Some of what was sent is not as it must be."],
  not_found: [404, "There is nothing at this address."],
  method_not_allowed: [405, "This address does not take that method."],
  visitor_id_taken: [409, "Another visitor holds this visitor ID. Draw a new one."],
  token_missing: [401, "A visitor token is needed."],
  token_invalid: [401, "This visitor token was not issued by this server."],
  token_expired: [401, "This visitor token has expired. Register the visit again."],
  token_foreign: [401, "This visitor token belongs to another property."],
  conversation_taken: [409, "Somebody else has taken this conversation."],
  message_empty: [422, "There is nothing in this message."],
  message_not_yours: [403, "Only who wrote a message can change it."],
  message_too_old: [409, "This message has stood too long to be changed."],
  shortcut_taken: [409, "Another saved answer has this shortcut."],
  contact_merged: [409, "One of these contacts has been merged meanwhile. Look again before you merge it."],
  device_attached: [409, "This browser is a device of another contact. Detach it first."],
  user_ids_differ: [409, "These contacts have different user IDs. They can be merged, if you are sure."],
  merge_undone: [409, "This merge has been undone already."],
  contact_exists: [409, "There is a contact with this e-mail, phone or user ID already."],
  value_held: [409, "Another contact has this. Merge the two, or take it away there first."],
  attribute_unknown: [422, "There is no such attribute."],
  attribute_invalid: [422, "This is not a value that the attribute can have."],
  note_not_yours: [403, "Only who wrote a note can change it."],
  name_taken: [409, "There is one with this name already."],
  import_unreadable: [422, "This file cannot be read as a list of contacts."],
  import_not_ready: [409, "The import is not at the point where this can be done."],
  sign_in_required: [401, "Please sign in."],
  sign_in_failed: [401, "This e-mail and password do not fit together."],
  forbidden: [403, "Your role does not allow this."],
  setup_done: [410, "Foyer is already set up. Please sign in."],
  link_invalid: [410, "This link is not valid, was used already, or has expired."],
  email_taken: [409, "Somebody already has an account with this e-mail."],
  settings_changed: [409, "Somebody else has saved these settings meanwhile. Reload to see their changes."],
  last_admin: [409, "A property needs at least one admin."],
} as const satisfies ErrorTable;

export type ErrorCode = keyof typeof ERRORS;
export type VisitorErrorCode = keyof typeof VISITOR_ERRORS;

/** One part of a request that is not as it must be. */
export const Fault = z.object({
  /** Where: the path of keys in the body or query, or the ID of a form field. */
  path: z.string(),
  code: z.string(),
  message: z.string(),
});
export type Fault = z.infer<typeof Fault>;

/** Problem Details for HTTP APIs (RFC 9457), always with a code. Sent as `application/problem+json`. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  code: z.string(),
  detail: z.optional(z.string()),
  faults: z.optional(z.array(Fault)),
});
export type Problem = z.infer<typeof Problem> & { code: ErrorCode };

/** Makes the problem document of a code. `detail` says more than the code's own words, for a person. */
export function problem(code: ErrorCode, more: { detail?: string; faults?: Fault[] } = {}): Problem {
  const [status, title] = ERRORS[code];
  return { type: `urn:foyer:problem:${code}`, title, status, code, ...more };
}
