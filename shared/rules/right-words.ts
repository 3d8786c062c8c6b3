import type { Right } from "./rights.ts";

/** The words for each right, as DESIGN.md says it (R38). It is apart from the table, which browsers load. */
export const RIGHT_WORDS: Readonly<Record<Right, string>> = {
  "account.enter": "set Foyer up, sign in, open an invitation or a link",
  "account.own": "see and change one's own account, sign out",
  "property.create": "create a property",
  "property.read": "see the settings, the team and who is available",
  "conversations.read": "read conversations, tickets, mails and files",
  "conversations.write": "answer, take, close, start and join conversations",
  "reports.read": "see reports",
  "visitors.read": "see who is on the site",
  "visitors.block": "block and unblock a visitor",
  "contacts.read": "find and read contacts",
  "contacts.edit": "create and edit contacts, tags, notes, organizations, views",
  "contacts.merge": "merge two contacts, undo it, dismiss a suggestion",
  "contacts.import": "import contacts, undo an import",
  "contacts.export": "export contacts: one, a selection or all",
  "contacts.erase": "delete contacts, restore them, erase a person for good",
  "settings.change": "change the settings of a property and its attributes",
  "mail.configure": "change how mail is sent and received",
  "identity.configure": "see, add and remove the secrets of signed identities",
  "api.configure": "create and revoke API keys",
  "webhooks.configure": "change webhooks, read what they have sent",
  "team.change": "invite, change roles, remove, disable accounts, demand a second factor",
  "audit.read": "read the audit log",
};
