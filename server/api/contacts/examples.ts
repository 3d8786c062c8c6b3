import type { ApiContact } from "../../../shared/api/contact.ts";

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

/** The body that makes the example. */
export const EXAMPLE_WRITE = {
  name: "Ada Lovelace",
  emails: ["ada@example.com"],
  userId: "42",
  attributes: { plan: "pro" },
  tags: ["customer"],
};

/** The parameter of a path that names a contact. */
export const CONTACT_ID = {
  description: "The contact's visitor ID, or that of one that was merged into it",
  example: EXAMPLE_CONTACT.id,
};
