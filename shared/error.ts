import * as z from "zod/mini";
import type { WorkChallenge } from "./work.ts";

type ErrorTable = Readonly<Record<string, readonly [status: number, message: string]>>;

/**
 * Errors that can be shown to a visitor. The widget has a text of its own for each, in every language: a code that is
 * added here does not compile until all locales have it.
 */
const VISITOR_ERRORS = {
  answers_invalid: [422, "Some answers are not valid."],
  payload_too_large: [413, "The request is too large."],
  message_too_long: [422, "This message is too long."],
  origin_not_allowed: [403, "This site is not on the property's list of allowed origins."],
  property_unknown: [404, "There is no property with this ID. Copy the script tag from the dashboard again."],
  form_unknown: [422, "This form does not exist."],
  conversation_unknown: [422, "This conversation does not exist, or it belongs to another visitor."],
  visitor_blocked: [403, "You can no longer send messages here."],
  identity_required: [403, "Only visitors who are signed in on the site can chat here."],
  file_too_large: [413, "This file is too large."],
  file_type_refused: [415, "Files of this type cannot be sent."],
  file_incomplete: [400, "The upload was incomplete. Please send the file again."],
  files_not_allowed: [403, "Files cannot be sent here."],
  file_quota_reached: [413, "There is no room for more files."],
  /** Made by the widget: the answer is a firewall's or a proxy's (R22). */
  refused_on_the_way: [403, "A firewall or a proxy refuses the request."],
  too_many_requests: [429, "Too many requests. Please wait a moment."],
  storage_unavailable: [503, "The server cannot save data at the moment. Please try again."],
  internal: [500, "Something went wrong on the server. Please try again."],
} as const satisfies ErrorTable;

/**
 * All failures that Foyer answers with: the HTTP status and the message for people. Codes are stable; clients switch on
 * them, never on the message.
 */
export const ERRORS = {
  ...VISITOR_ERRORS,
  too_many_endpoints: [422, "A property has at most 20 webhook endpoints."],
  endpoint_disabled: [409, "This endpoint is switched off or paused. Switch it on first."],
  malformed_request: [400, "The request is not valid HTTP."],
  headers_too_large: [431, "The headers of the request are too large."],
  malformed_json: [400, "The request body is not valid JSON."],
  request_incomplete: [400, "The connection ended in the middle of the request."],
  invalid_request: [422, "Some values are not valid."],
  not_found: [404, "Not found."],
  request_too_slow: [408, "The request took too long to arrive."],
  method_not_allowed: [405, "This address does not support this method."],
  visitor_id_taken: [409, "Another visitor has this visitor ID. Draw a new one."],
  token_missing: [401, "A visitor token is required."],
  token_invalid: [401, "This visitor token was not issued by this server."],
  token_expired: [401, "This visitor token has expired. Register the visit again."],
  token_foreign: [401, "This visitor token belongs to another property."],
  hand_over_refused: [403, "This visitor cannot be taken along to this site."],
  conversation_taken: [409, "Another agent has taken this conversation."],
  conversation_changed: [409, "The customer has written in the meantime. Read that first."],
  not_a_ticket: [409, "This conversation is a chat. Make it a ticket first."],
  ticket_joined: [409, "This ticket was joined into another one. Go on there, or undo the join."],
  message_empty: [422, "This message is empty."],
  message_not_yours: [403, "Only the author can change a message."],
  message_too_old: [409, "This message is too old to be changed."],
  shortcut_taken: [409, "Another saved answer has this shortcut."],
  contact_merged: [409, "One of these contacts has been merged in the meantime. Check it before you merge."],
  device_attached: [409, "This browser is a device of another contact. Detach it first."],
  user_ids_differ: [409, "These contacts have different user IDs. Confirm to merge them anyway."],
  merge_undone: [409, "This merge has already been undone."],
  contact_exists: [409, "A contact with this e-mail, phone or user ID already exists."],
  value_held: [409, "Another contact has this value. Merge the two contacts, or remove it there first."],
  attribute_unknown: [422, "This attribute does not exist."],
  attribute_invalid: [422, "This is not a valid value for the attribute."],
  note_not_yours: [403, "Only the author can change a note."],
  name_taken: [409, "This name is already in use."],
  import_unreadable: [422, "This file cannot be read as a list of contacts."],
  import_not_ready: [409, "This cannot be done in the import's current state."],
  sign_in_required: [401, "Please sign in."],
  sign_in_failed: [401, "The e-mail or the password is wrong."],
  account_disabled: [403, "This account is disabled. Ask an admin to enable it again."],
  password_wrong: [403, "The password is wrong."],
  two_factor_code_needed: [401, "Enter the code of your authenticator app."],
  two_factor_code_wrong: [401, "This code is wrong, has expired, or has been used already."],
  two_factor_expired: [401, "This took too long, or there were too many wrong codes. Please sign in again."],
  two_factor_changed: [409, "Two-factor authentication has been changed in the meantime. Reload the page."],
  two_factor_setup_needed: [403, "Set up two-factor authentication for your account first."],
  forbidden: [403, "Your role does not allow this."],
  setup_done: [410, "Foyer is already set up. Please sign in."],
  link_invalid: [410, "This link is not valid, has already been used, or has expired."],
  email_taken: [409, "An account with this e-mail already exists."],
  settings_changed: [
    409,
    "Somebody else has changed these settings in the meantime. Reload to see the changes.",
  ],
  mail_secret_invalid: [401, "The secret or the signature of this mail is missing or wrong."],
  mail_missing: [422, "The request has no raw mail."],
  wrong_signature: [401, "The signature of this webhook is missing, wrong or too old."],
  body_type_unsupported: [415, "Send JSON, or a form (application/x-www-form-urlencoded)."],
  source_limit_reached: [409, "There are too many incoming webhooks. Delete one first."],
  source_incomplete: [409, "This incoming webhook cannot be switched on yet."],
  proof_unavailable: [409, "This property cannot send the mail with the code."],
  codes_exhausted: [429, "Too many codes were asked for or tried. Please wait."],
  code_wrong: [422, "This is not the code. Check the digits."],
  code_expired: [410, "This code is no longer valid. Ask for another one."],
  identity_not_set_up: [409, "Identity verification is not set up for this property: it has no secret."],
  identity_token_invalid: [422, "This identity token was not signed as it must be."],
  identity_token_expired: [410, "This identity token has expired. Sign a new one for each page."],
  identity_token_lifetime: [
    422,
    "This identity token is valid for more than 24 hours. Let it expire earlier.",
  ],
  identity_token_foreign: [422, "This identity token was made for another property."],
  identity_hash_invalid: [
    422,
    "This user_hash is not the HMAC-SHA256 of the user ID with the identity secret.",
  ],
  identity_user_differs: [409, "This browser has been identified as another user. Log out first."],
  identity_secret_short: [422, "This secret is too short. It needs at least 32 bytes."],
  identity_secret_used: [409, "This secret is already in use. Each property needs its own."],
  identity_secrets_full: [409, "There are two secrets already. Remove the old one first."],
  mail_not_retriable: [409, "This mail cannot be sent again."],
  alert_channels_exhausted: [409, "There are as many channels as a property can have. Remove one first."],
  invalid_api_key: [401, "This API key is unknown, has expired, or was revoked."],
  missing_scope: [403, "This API key does not have the scope that the operation requires."],
  idempotency_key_reused: [422, "This Idempotency-Key was used for another request."],
  idempotency_in_progress: [409, "The first request with this Idempotency-Key has not ended yet."],
  changed_meanwhile: [412, "This has been changed in the meantime. Read it again."],
  answer_too_large: [422, "The answer is too long. Ask for less."],
  contact_unreachable: [
    409,
    "This contact has no browser that could show a message. Open a ticket, which is mailed.",
  ],
  last_admin: [409, "A property needs at least one admin."],
} as const satisfies ErrorTable;

export type ErrorCode = keyof typeof ERRORS;

/** All codes. */
export const ERROR_CODES = Object.keys(ERRORS) as readonly ErrorCode[];
export type VisitorErrorCode = keyof typeof VISITOR_ERRORS;

/** One invalid value of a request. */
export const Fault = z.object({
  /** The path of keys in the body or query, or the ID of a form field. */
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
export type Problem = z.infer<typeof Problem> & {
  code: ErrorCode;
  /** With `too_many_requests`, for visitors: a proof of work is accepted instead of the time. */
  work?: WorkChallenge;
};

/**
 * Makes the problem document of a code.
 *
 * @param more `detail` explains this occurrence to a person; `faults` are the invalid values; `work` is the challenge that the next
 *   request has to answer
 */
export function problem(
  code: ErrorCode,
  more: { detail?: string; faults?: Fault[]; work?: WorkChallenge } = {},
): Problem {
  const [status, title] = ERRORS[code];
  return { type: `urn:foyer:problem:${code}`, title, status, code, ...more };
}
