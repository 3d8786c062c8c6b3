import type { Message } from "../../../shared/conversation.ts";
import type { ConversationStep, FoyerEvent } from "../../../shared/event.ts";
import type { WebhookEvent } from "../../../shared/webhook.ts";
import { toConversationResource, toMessageResource } from "./conversation-resources.ts";

/** The data of an event: complete, or with records that are read when somebody gets the event. */
export type EventData =
  | { readonly kind: "complete"; readonly data: object }
  /** `data.contact` is this contact. Nobody gets the event if the person is no contact. */
  | { readonly kind: "contact"; readonly contact: string; readonly data: object }
  /** `data.contact` is this contact or visitor. */
  | { readonly kind: "person"; readonly person: string; readonly data: object }
  | {
      readonly kind: "submission";
      readonly submission: string;
      readonly person: string;
      readonly data: object;
    }
  | { readonly kind: "import"; readonly import: string };

/** An event that endpoints of the property may want. */
export interface EventDraft {
  readonly type: WebhookEvent;
  readonly property: string;
  /** Events with one subject are delivered in order (R35). */
  readonly subject: string;
  /** The contact or visitor whose data it has; null: nobody's. */
  readonly person: string | null;
  readonly data: EventData;
}

type Of<K extends FoyerEvent["kind"]> = Extract<FoyerEvent, { kind: K }>;

const STEP_TYPES: Readonly<Record<ConversationStep, WebhookEvent>> = {
  opened: "conversation.opened",
  closed: "conversation.closed",
  ticket_created: "ticket.created",
  ticket_updated: "ticket.updated",
};

/**
 * Finds the events that webhooks tell of in what a commit publishes, in order. A contact that was changed several times is told of
 * once, as it is at the end of the commit. Pure.
 */
export function planEvents(events: readonly FoyerEvent[]): EventDraft[] {
  const told = findTold(events);
  return events.flatMap((event) => {
    switch (event.kind) {
      case "contacts_saved":
        return [
          ...event.created.map((id) => contactDraft("contact.created", event.property, id)),
          ...event.updated.map((id) => contactDraft("contact.updated", event.property, id)),
        ].filter(told);
      case "person":
        return event.isOnlyAbout
          ? []
          : [contactDraft("contact.updated", event.property, event.person)].filter(told);
      case "contacts_merged":
        return [mergedDraft(event)];
      case "person_erased":
        return [erasedDraft(event)];
      case "visitor_identified":
        return [identifiedDraft(event)];
      case "submission":
        return [submissionDraft(event)];
      case "conversation":
        return conversationDrafts(event);
      case "import_finished":
        return [
          {
            type: "import.finished",
            property: event.property,
            subject: event.import,
            person: null,
            data: { kind: "import", import: event.import },
          },
        ];
      default:
        return [];
    }
  });
}

/** Makes the filter that leaves one draft for each contact: that it was created, or if not, merged, or if not, updated. */
function findTold(events: readonly FoyerEvent[]): (draft: EventDraft) => boolean {
  const key = (property: string, id: string) => `${property} ${id}`;
  const created = new Set(
    events.flatMap((event) =>
      event.kind === "contacts_saved" ? event.created.map((id) => key(event.property, id)) : [],
    ),
  );
  const merged = new Set(
    events.flatMap((event) =>
      event.kind === "contacts_merged" ? [key(event.property, event.survivor)] : [],
    ),
  );
  const seen = new Set<string>();
  return ({ type, property, subject }) => {
    const id = key(property, subject);
    if (type === "contact.updated" && (created.has(id) || merged.has(id))) return false;
    if (seen.has(id)) return false;
    seen.add(id);
    return true;
  };
}

const contactDraft = (
  type: "contact.created" | "contact.updated",
  property: string,
  contact: string,
): EventDraft => ({
  type,
  property,
  subject: contact,
  person: contact,
  data: { kind: "contact", contact, data: {} },
});

const mergedDraft = ({ property, survivor, absorbed }: Of<"contacts_merged">): EventDraft => ({
  type: "contact.merged",
  property,
  subject: survivor,
  person: survivor,
  data: { kind: "contact", contact: survivor, data: { absorbed } },
});

/** The ID alone: without it, the receiver would not know whom to erase. */
const erasedDraft = ({ property, person }: Of<"person_erased">): EventDraft => ({
  type: "contact.erased",
  property,
  subject: person,
  person: null,
  data: { kind: "complete", data: { id: person } },
});

const identifiedDraft = ({ property, visitor, person }: Of<"visitor_identified">): EventDraft => ({
  type: "visitor.identified",
  property,
  subject: person,
  person,
  data: { kind: "person", person, data: { visitor } },
});

const submissionDraft = (event: Of<"submission">): EventDraft => ({
  type: "submission.received",
  property: event.property,
  subject: event.conversation,
  person: event.person,
  data: {
    kind: "submission",
    submission: event.submission,
    person: event.person,
    data: { visitor: event.visitor, conversation: event.conversation },
  },
});

function conversationDrafts({ property, summary, steps, messages }: Of<"conversation">): EventDraft[] {
  const conversation = toConversationResource(summary);
  const draft = (type: WebhookEvent, data: object): EventDraft => ({
    type,
    property,
    subject: summary.id,
    person: summary.person.id,
    data: { kind: "complete", data },
  });
  const isRated = messages.some((one) => isNew(one) && one.event?.kind === "rated");
  // a conversation is opened before its first message, and closed after its last
  const [before, after] = [
    steps.filter((step) => step !== "closed"),
    steps.filter((step) => step === "closed"),
  ];
  return [
    ...before.map((step) => draft(STEP_TYPES[step], { conversation })),
    ...messages
      .filter((one) => isNew(one) && one.kind === "message")
      .map((message) => draft("message.created", { conversation, message: toMessageResource(message) })),
    ...(isRated ? [draft("conversation.rated", { conversation })] : []),
    ...after.map((step) => draft(STEP_TYPES[step], { conversation })),
  ];
}

const isNew = ({ sequence, revision }: Message) => sequence === revision;
