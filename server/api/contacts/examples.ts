import type { ApiContact } from "../../../shared/api/contact.ts";
import type { ContactSummary } from "../../../shared/contact.ts";
import type { PersonExport } from "../../../shared/person-export.ts";

/** An invented contact, for the examples of the description. */
export const EXAMPLE_CONTACT: ApiContact = {
  id: "V4815162342108108",
  aliases: [],
  name: "Ada Lovelace",
  emails: ["ada@example.com"],
  phones: ["+441632960961"],
  userId: "42",
  organizations: ["Analytical Engines"],
  attributes: { plan: "pro", seats: 5 },
  tags: ["customer"],
  source: "api",
  contactSince: 1_795_000_000_000,
  firstSeenAt: 1_795_000_000_000,
  lastSeenAt: 1_795_000_000_000,
  isBlocked: false,
};

/** The same contact in a list. */
export const EXAMPLE_SUMMARY: ContactSummary = {
  id: EXAMPLE_CONTACT.id,
  name: EXAMPLE_CONTACT.name,
  email: "ada@example.com",
  phone: "+441632960961",
  source: "api",
  contactSince: EXAMPLE_CONTACT.firstSeenAt,
  lastSeenAt: EXAMPLE_CONTACT.lastSeenAt,
  country: null,
};

/** An export of the same contact. */
export const EXAMPLE_EXPORT: PersonExport = {
  exportedAt: EXAMPLE_CONTACT.lastSeenAt,
  contact: {
    id: EXAMPLE_CONTACT.id,
    aliases: [],
    contactSince: EXAMPLE_CONTACT.contactSince,
    source: "api",
    name: EXAMPLE_CONTACT.name,
    firstSeenAt: EXAMPLE_CONTACT.firstSeenAt,
    lastSeenAt: EXAMPLE_CONTACT.lastSeenAt,
    details: [],
    organizations: [],
    tags: [],
    devices: [],
    blocked: [],
    suggestions: [],
    visits: [],
  },
  events: [],
  notes: [],
  merges: [],
  conversations: [],
  provenEmails: [],
  provenUserIds: [],
  mails: [],
  receivedMails: [],
  receivedBodies: [],
};

/** A body that can be sent as it is: without attributes, which a new property has not defined. */
export const EXAMPLE_WRITE = {
  name: "Ada Lovelace",
  emails: ["ada@example.com"],
  userId: "42",
  organizations: ["Analytical Engines"],
  tags: ["customer"],
};

/** The parameter of a path that names a contact. */
export const CONTACT_ID = {
  description: "The contact's visitor ID, or that of one that was merged into it",
  example: EXAMPLE_CONTACT.id,
};
