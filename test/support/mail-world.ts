import { saveMailSettings } from "../../server/mail/settings/mail-account.ts";
import { Conversation, Message } from "../../shared/conversation.ts";
import { MailList } from "../../shared/mail.ts";
import type { MailSettings } from "../../shared/mail-settings.ts";
import type { AgentBrowser } from "./agent.ts";
import type { TestApp } from "./app.ts";
import { BrowserVisitor, submission } from "./browser-visitor.ts";
import { accepted, uuid } from "./deliveries.ts";
import { mailSettings } from "./mails.ts";

/** Lets a property send by a server of a test. */
export async function useMailServer(
  { deps, clock }: Pick<TestApp, "deps" | "clock">,
  property: string,
  port: number,
  change: Partial<MailSettings> = {},
): Promise<void> {
  const settings = { ...mailSettings(port), ...change };
  await deps.database.write((tx) =>
    saveMailSettings(tx, { property, version: 0, settings, now: clock.now() }),
  );
}

/** Sends what is due at a later time. @param later ms */
export async function sendMailsLater(
  { parts, clock }: Pick<TestApp, "parts" | "clock">,
  later: number,
): Promise<void> {
  clock.pass(later);
  await parts.answerWorker.catchUp();
  await parts.mailWorker.catchUp();
}

/** A visitor who has submitted a form, and the conversation that it opened. */
export async function writeByForm(
  { app, clock }: Pick<TestApp, "app" | "clock">,
  property: string,
  {
    form = "offline",
    name = "Ann",
    email = "ann@example.com",
    text = "Where is my order?",
    locale = "en",
  }: { form?: "offline" | "pre_chat"; name?: string; email?: string; text?: string; locale?: string } = {},
) {
  const visitor = new BrowserVisitor(app, property);
  await visitor.visit();
  clock.pass(1_000);
  const filled = { ...submission({ name, email, message: text }, form), locale };
  const { conversation } = await accepted(visitor, filled);
  if (!conversation) throw new Error("The form opened no conversation");
  return { visitor, id: conversation };
}

/** The actions of an agent in a property's conversations. */
export function agentActions(agent: AgentBrowser, property: string) {
  const base = `/api/properties/${property}/conversations`;
  return {
    read: (id: string) => agent.ok(Conversation, "GET", `${base}/${id}`),
    say: (id: string, text: string, more: Record<string, unknown> = {}) =>
      agent.ok(Message, "POST", `${base}/${id}/messages`, {
        id: uuid(),
        kind: "message",
        text,
        files: [],
        ...more,
      }),
    correct: (id: string, message: string, text: string) =>
      agent.ok(Message, "PATCH", `${base}/${id}/messages/${message}`, { text }),
    retract: (id: string, message: string) =>
      agent.ok(Message, "DELETE", `${base}/${id}/messages/${message}`),
    mails: async (id: string) => (await agent.ok(MailList, "GET", `${base}/${id}/mails`)).items,
  };
}
