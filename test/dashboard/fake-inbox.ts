import { act, fireEvent, screen, waitFor, within } from "@testing-library/preact";
import { HttpResponse, http } from "msw";
import { beforeEach, expect } from "vitest";
import type { Conversation, ConversationSummary, Message } from "../../shared/conversation.ts";
import type { ToAgent } from "../../shared/live.ts";
import { ADA, contact, conversation, message, NOON, summary } from "./fixtures.ts";
import { at, NO_COUNTS, openDashboard, PROPERTY, server } from "./open-dashboard.tsx";

export const INBOX = `/dashboard/${PROPERTY}/inbox/all`;
export const ROSA = { id: "a1", name: "Rosa" };
export const GRACE = { id: "a2", name: "Grace" };
/** The state of the fake server, and what the dashboard has sent to it. */
export const fakeInbox = {
  list: [] as ConversationSummary[],
  /** The parts of a loaded conversation beside its summary. */
  details: {} as Partial<Conversation>,
  posted: [] as { id: string; text: string; kind: string; files: string[] }[],
  changes: [] as unknown[],
};

beforeEach(() => {
  fakeInbox.posted = [];
  fakeInbox.changes = [];
  fakeInbox.details = {};
  fakeInbox.list = [
    summary({ id: "c1" }),
    summary({ id: "c2", person: { ...ADA, name: "Hedy" }, lastMessageAt: NOON - 1 }),
  ];
  const find = (id: unknown) => fakeInbox.list.find((one) => one.id === id) ?? summary({ id: String(id) });
  server.use(
    http.get(at("/conversations"), ({ request }) => {
      if (new URL(request.url).searchParams.has("contact"))
        return HttpResponse.json({ ...page(), items: [] });
      return HttpResponse.json(page());
    }),
    http.get(at("/conversations/:id"), ({ params }) =>
      HttpResponse.json(conversation({ ...find(params.id), ...fakeInbox.details })),
    ),
    http.patch(at("/conversations/:id"), async ({ params, request }) => {
      const change = (await request.json()) as Record<string, unknown>;
      fakeInbox.changes.push(change);
      const { assignee, ...plain } = change;
      return HttpResponse.json({
        ...find(params.id),
        ...plain,
        ...(assignee !== undefined && { assignee: [ROSA, GRACE].find(({ id }) => id === assignee) ?? null }),
        revision: 9,
      });
    }),
    http.post(at("/conversations/:id/messages"), async ({ request }) => {
      const body = (await request.json()) as (typeof fakeInbox.posted)[number];
      fakeInbox.posted.push(body);
      return HttpResponse.json(
        own({ id: body.id, text: body.text, kind: body.kind as "message", sequence: 50 }),
      );
    }),
    http.get(at("/contacts/:id"), () => HttpResponse.json(contact({}))),
  );
});

const page = () => ({
  items: fakeInbox.list,
  next: null,
  counts: { ...NO_COUNTS, all: fakeInbox.list.length, open: fakeInbox.list.length, unread: 0 },
  sequence: 10,
  now: NOON,
});
export const own = (more: Partial<Message>): Message =>
  message({ author: "agent", agent: ROSA, revision: more.sequence ?? 1, ...more });

export const thread = () => within(screen.getByRole("list", { name: "Messages of this conversation" }));
export const reply = () => screen.findByRole<HTMLTextAreaElement>("textbox", { name: "Reply" });
export const type = (field: HTMLElement, text: string) => {
  field.focus();
  fireEvent.input(field, { target: { value: text } });
};
export const press = (key: string, more = {}) =>
  fireEvent.keyDown(document.activeElement ?? document.body, { key, ...more });

/** Opens the dashboard with a live connection, in which the test plays the server. */
export async function live(path: string) {
  const sent: unknown[] = [];
  const dashboard = openDashboard(path, { live: { send: (text) => void sent.push(JSON.parse(text)) } });
  await waitFor(() => expect(dashboard.sockets).toHaveLength(1));
  const socket = dashboard.sockets[0];
  if (!socket) throw new Error("no socket was opened");
  const receive = (frame: ToAgent) => act(() => socket.onText(JSON.stringify(frame)));
  act(() => socket.onOpen());
  receive({ kind: "welcome" });
  await waitFor(() => expect(sent).toContainEqual({ kind: "follow", property: PROPERTY, since: 10 }));
  return { ...dashboard, sent, receive };
}
export const changesFrame = (
  sequence: number,
  conversations: ConversationSummary[],
  messages: [string, Message][] = [],
): ToAgent => ({
  kind: "changes",
  property: PROPERTY,
  from: sequence - 1,
  sequence,
  reset: false,
  conversations,
  messages: messages.map(([id, one]) => ({ conversation: id, message: one })),
});
