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
  "account.enter": { holder: "anybody", does: "set Foyer up, sign in, open an invitation or a link" },
  "account.own": { holder: "account", does: "see and change one's own account, sign out" },
  "property.create": { holder: "owner", does: "create a property" },
  "property.read": { holder: "agent", does: "see the settings, the team and who is available" },
  "conversations.read": { holder: "agent", does: "read conversations, tickets, mails and files" },
  "conversations.write": { holder: "agent", does: "answer, take, close, start and join conversations" },
  "visitors.read": { holder: "agent", does: "see who is on the site" },
  "visitors.block": { holder: "agent", does: "block and unblock a visitor" },
  "contacts.read": { holder: "agent", does: "find and read contacts" },
  "contacts.edit": { holder: "agent", does: "create and edit contacts, tags, notes, organizations, views" },
  "contacts.merge": { holder: "agent", does: "merge two contacts, undo it, dismiss a suggestion" },
  "contacts.import": { holder: "admin", does: "import contacts, undo an import" },
  "contacts.export": { holder: "admin", does: "export contacts: one, a selection or all" },
  "contacts.erase": { holder: "admin", does: "delete contacts, restore them, erase a person for good" },
  "settings.change": { holder: "admin", does: "change the settings of a property and its attributes" },
  "mail.configure": { holder: "admin", does: "change how mail is sent and received" },
  "webhooks.configure": { holder: "admin", does: "change webhooks, read what they have sent" },
  "identity.configure": { holder: "admin", does: "see, add and remove the secrets of signed identities" },
  "api.configure": { holder: "admin", does: "create and revoke API keys" },
  "team.change": {
    holder: "admin",
    does: "invite, change roles, remove, disable accounts, demand a second factor",
  },
  "audit.read": { holder: "admin", does: "read the audit log" },
} as const satisfies Readonly<Record<string, { readonly holder: Holder; readonly does: string }>>;

export type Right = keyof typeof RIGHTS;

/** Whether a member of a property with this role has a right there (R38). Rights outside properties need no role. */
export function roleMay(role: "agent" | "admin", right: Right): boolean {
  return role === "admin" || RIGHTS[right].holder !== "admin";
}
