import * as z from "zod/mini";
import { Contact } from "./contact.ts";
import { ConversationSummary, Message, Submission } from "./conversation.ts";
import { Merge, Note } from "./crm.ts";
import { ExportedMail } from "./mail.ts";
import { ExportedReceivedMail } from "./received-mail.ts";
import { VisitorEvent } from "./visitor-event.ts";
import { ExportedReceivedBody } from "./webhook-source.ts";

/** All data of one person (R26). */
export const PersonExport = z.object({
  exportedAt: z.number(),
  contact: Contact,
  /** The events that pages have reported of their browsers, oldest first. */
  events: z.array(VisitorEvent),
  notes: z.array(Note),
  merges: z.array(Merge),
  conversations: z.array(
    z.object({
      ...ConversationSummary.shape,
      messages: z.array(Message),
      submissions: z.array(Submission),
    }),
  ),
  /** The addresses that browsers have proven by a one-time code, or a signature (R33). */
  provenEmails: z.array(z.object({ device: z.string(), email: z.string(), at: z.number() })),
  /** The user IDs that browsers have proven by a signature of the owner's server (R33). */
  provenUserIds: z.array(z.object({ device: z.string(), userId: z.string(), at: z.number() })),
  /** The mails about these conversations and visitors, oldest first. */
  mails: z.array(ExportedMail),
  receivedMails: z.array(ExportedReceivedMail),
  /** The bodies about them that incoming webhooks received in the last 30 days, oldest first (R36). */
  receivedBodies: z.array(ExportedReceivedBody),
});
export type PersonExport = z.infer<typeof PersonExport>;
