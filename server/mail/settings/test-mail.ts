import type { MailSettings, MailTestResult } from "../../../shared/mail-settings.ts";
import { newId } from "../../platform/ids.ts";
import { domainOf } from "../address/mail-address.ts";
import { toMessageId } from "../address/message-id.ts";
import type { MailDeps } from "../deps.ts";
import { testMail } from "../outbound/templates/account-mails.tsx";
import { MailError } from "../transport/failure.ts";
import { createTransport } from "./mail-accounts.ts";

interface MailTrial {
  readonly property: string;
  readonly settings: MailSettings;
  /** The admin who asks, and gets the mail. */
  readonly to: { readonly name: string; readonly address: string };
}

/** Sends a mail at once, by a connection of its own, and says what the server answered. */
export async function sendTestMail(
  deps: MailDeps,
  { property, settings, to }: MailTrial,
): Promise<MailTestResult> {
  const { settings: shop } = await deps.properties.get(property);
  const transport = createTransport(deps, property, settings);
  try {
    const { answer } = await transport.send({
      ...testMail({ brand: shop, server: settings.server.host }),
      messageId: toMessageId(newId(deps), domainOf(settings.from.address)),
      date: deps.now(),
      from: { ...settings.from, name: settings.from.name || shop.name },
      replyTo: null,
      to: [to],
      cc: [],
      bcc: [],
      inReplyTo: null,
      references: [],
      attachments: [],
    });
    return { kind: "accepted", to: to.address, answer };
  } catch (error) {
    if (!(error instanceof MailError)) throw error;
    return { kind: "failed", to: to.address, ...error.failure };
  } finally {
    transport.close();
  }
}
