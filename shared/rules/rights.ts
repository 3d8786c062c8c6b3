/**
 * The holders of a right: `anybody`, without an account; `account`, every agent who is signed in; `owner`, who is an admin of some
 * property of this server; `agent`, every member of the property; `admin`, its admins.
 */
type Holder = "anybody" | "account" | "owner" | "agent" | "admin";

/**
 * The table of who may do what (R38). Every route of the agents' API names one of these rights, and its guard is made from this table;
 * the dashboard hides what the table refuses.
 */
export const RIGHTS = {
  "account.enter": "anybody",
  "account.own": "account",
  "property.create": "owner",
  "property.read": "agent",
  "conversations.read": "agent",
  "conversations.write": "agent",
  "reports.read": "agent",
  "visitors.read": "agent",
  "visitors.block": "agent",
  "contacts.read": "agent",
  "contacts.edit": "agent",
  "contacts.merge": "agent",
  "contacts.import": "admin",
  "contacts.export": "admin",
  "contacts.erase": "admin",
  "settings.change": "admin",
  "mail.configure": "admin",
  "identity.configure": "admin",
  "api.configure": "admin",
  "webhooks.configure": "admin",
  "team.change": "admin",
  "audit.read": "admin",
} as const satisfies Readonly<Record<string, Holder>>;

export type Right = keyof typeof RIGHTS;

/** Whether a member of a property with this role has a right there (R38). Rights outside properties need no role. */
export function roleMay(role: "agent" | "admin", right: Right): boolean {
  return role === "admin" || RIGHTS[right] !== "admin";
}
