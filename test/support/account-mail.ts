import { readConfig } from "../../server/platform/config.ts";
import { rowsOf, type TestApp } from "./app.ts";

/** The settings of a server that knows its public address and has a mail account for all properties. */
export const MAIL_CONFIG = {
  publicUrl: "https://chat.example.com",
  mail: readConfig(
    { FOYER_SMTP_URL: "smtp://127.0.0.1:25", FOYER_MAIL_FROM: "foyer@example.com" },
    "/nowhere",
  ).mail,
} as const;

/** The queued mails to an address, oldest first. */
export async function mailsTo(test: Pick<TestApp, "deps">, address: string) {
  const rows = await rowsOf(test, "mails");
  return rows
    .filter(({ recipient_key }) => recipient_key === address)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ kind, subject, text, state, property_id: property, expires_at: expiresAt }) => {
      return { kind, subject, text, state, property, expiresAt };
    });
}

/** The path of the first link of a mail's text to the server's public address. */
export const linkIn = (text: string): string => /https:\/\/chat\.example\.com(\/\S+)/.exec(text)?.[1] ?? "";
