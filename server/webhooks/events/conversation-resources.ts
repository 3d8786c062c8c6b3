import type { ConversationSummary, Message } from "../../../shared/conversation.ts";

/** A conversation or ticket as programs see it. Pure. */
export const toConversationResource = ({
  id,
  visitor,
  form,
  ticket,
  status,
  tags,
  claimed,
  suspicious,
  assignee,
  unansweredSince,
  rating,
  person,
  createdAt,
  lastMessageAt,
}: ConversationSummary) => ({
  id,
  contact: { id: person.id, name: person.name, email: person.email, phone: person.phone },
  visitor,
  form,
  ticket,
  status,
  tags: tags.map(({ name }) => name),
  claimed,
  suspicious,
  assignee: assignee && { id: assignee.id, name: assignee.name },
  unansweredSince,
  rating,
  createdAt,
  lastMessageAt,
});

/** A message as programs see it. Pure. */
export const toMessageResource = ({ id, author, agent, text, files, sentAt, receivedAt }: Message) => ({
  id,
  author,
  agent: agent && { id: agent.id, name: agent.name },
  text,
  files: files.map(({ id: file, name, type, size }) => ({ id: file, name, type, size })),
  sentAt,
  receivedAt,
});
