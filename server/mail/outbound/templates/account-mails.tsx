import type { NotificationKind } from "../../../../shared/notifications.ts";
import type { MailContent } from "../mail-draft.ts";
import { automatic, unsubscribable } from "./headers.ts";
import { Action, type MailBrand, Note, paragraphs, renderMail, TypedText } from "./layout.tsx";

/** The name and colour of mails that are about the server and not about one property. */
export const FOYER_BRAND: MailBrand = { name: "Foyer", accent: "#0f5b4c" };

interface NoticeOptions {
  readonly brand: MailBrand;
  readonly subject: string;
  readonly intro: string;
  /** The text of a person, or a fact of its own; empty: nothing. */
  readonly body?: string;
  /** Null: the server does not know its own address. */
  readonly action?: { readonly label: string; readonly url: string } | null;
  /** Small print. */
  readonly note: string;
  readonly unsubscribeUrl?: string | null;
}

/** A mail to an agent, in the language of the dashboard. */
export function notice({
  brand,
  subject,
  intro,
  body = "",
  action,
  note,
  unsubscribeUrl,
}: NoticeOptions): MailContent {
  const html = renderMail({
    brand,
    subject,
    language: "en",
    direction: "ltr",
    children: (
      <>
        <p style={{ margin: "0 0 16px" }}>{intro}</p>
        {body && <TypedText text={body} />}
        {action && <Action brand={brand} url={action.url} label={action.label} />}
        <Note>{note}</Note>
        {unsubscribeUrl && (
          <Note>
            <a href={unsubscribeUrl}>Turn these e-mails off</a>
          </Note>
        )}
      </>
    ),
  });
  const text = paragraphs(
    intro,
    body.trim(),
    action ? `${action.label}:\n${action.url}` : null,
    note,
    unsubscribeUrl ? `Turn these e-mails off:\n${unsubscribeUrl}` : null,
  );
  return {
    subject,
    text,
    html,
    headers: { ...automatic("generated"), ...unsubscribable(unsubscribeUrl ?? null) },
  };
}

const REASONS: Readonly<Record<NotificationKind, (person: string) => string>> = {
  new_message: (person) => `New message from ${person}`,
  assigned: (person) => `Assigned to you: the conversation with ${person}`,
  mentioned: (person) => `You were mentioned in a note about ${person}`,
};

/** Tells an agent of a conversation, or of a note about a contact. */
export function agentNotificationMail({
  brand,
  kind,
  about,
  person,
  text,
  url,
  unsubscribeUrl,
}: {
  readonly brand: MailBrand;
  readonly kind: NotificationKind;
  /** The text of the link. */
  readonly about: "conversation" | "contact";
  /** The visitor, as the inbox names them. */
  readonly person: string;
  /** The message or note; empty: none. */
  readonly text: string;
  /** Null: the server does not know its own address. */
  readonly url: string | null;
  readonly unsubscribeUrl: string | null;
}): MailContent {
  const subject = REASONS[kind](person);
  const action = url === null ? null : { label: `Open the ${about}`, url };
  return notice({
    brand,
    subject,
    intro: `${subject}.`,
    body: text,
    action,
    note: teamNote(brand),
    unsubscribeUrl,
  });
}

/** Tells an agent that several conversations wait. It names nobody, so nothing of it has to be erased with a person (R26). */
export function waitingConversationsMail({
  brand,
  count,
  url,
  unsubscribeUrl,
}: {
  readonly brand: MailBrand;
  /** Two or more. */
  readonly count: number;
  readonly url: string | null;
  readonly unsubscribeUrl: string | null;
}): MailContent {
  const subject = `${count} conversations wait for you`;
  const action = url === null ? null : { label: "Open the inbox", url };
  return notice({ brand, subject, intro: `${subject}.`, action, note: teamNote(brand), unsubscribeUrl });
}

const teamNote = ({ name }: MailBrand) => `You get this e-mail because you are on the team of ${name}.`;

/** The link by which an agent sets a new password. */
export function passwordResetMail({
  url,
  minutes,
}: {
  readonly url: string;
  readonly minutes: number;
}): MailContent {
  return notice({
    brand: FOYER_BRAND,
    subject: "Set a new password",
    intro: "Somebody, probably you, has asked to set a new password for your account.",
    action: { label: "Set a new password", url },
    note: `The link is valid for ${minutes} minutes and works once. If you did not ask for it, you can ignore this e-mail: your password stays as it is.`,
  });
}

/** The invitation to a property's team. */
export function invitationMail({
  brand,
  inviter,
  url,
  days,
}: {
  readonly brand: MailBrand;
  readonly inviter: string;
  readonly url: string;
  readonly days: number;
}): MailContent {
  return notice({
    brand,
    subject: `${inviter} invites you to the team of ${brand.name}`,
    intro: `${inviter} invites you to answer the visitors of ${brand.name}.`,
    action: { label: "Accept the invitation", url },
    note: `The link is valid for ${days} days and works once.`,
  });
}

/** Tells an agent that somebody has signed in with their password in a browser that was not seen before. */
export function signInNoticeMail({
  browser,
  at,
  url,
}: {
  /** `Firefox 128 on Linux`. */
  readonly browser: string;
  /** Ms since 1970. */
  readonly at: number;
  /** The page with the sessions and the password; null: not known. */
  readonly url: string | null;
}): MailContent {
  const time = new Intl.DateTimeFormat("en", {
    dateStyle: "long",
    timeStyle: "short",
    timeZone: "UTC",
  }).format(at);
  return notice({
    brand: FOYER_BRAND,
    subject: "New sign-in to your account",
    intro: `Somebody has signed in to your account with ${browser}, on ${time} UTC.`,
    ...(url !== null && { action: { label: "See my sessions", url } }),
    note: "If it was you, there is nothing to do. If it was not, end that session and set a new password.",
  });
}

/** Tells an admin that a webhook endpoint gets nothing more. */
export function webhookEndedMail({
  brand,
  notice: { url: address, description, reason, since },
  url,
}: {
  readonly brand: MailBrand;
  readonly notice: {
    readonly url: string;
    readonly description: string;
    readonly reason: "failing" | "gone";
    /** Ms since 1970. */
    readonly since: number;
  };
  /** The page of the settings; null: not known. */
  readonly url: string | null;
}): MailContent {
  const date = new Intl.DateTimeFormat("en", { dateStyle: "long", timeZone: "UTC" }).format(since);
  const what = description ? `${description} (${address})` : address;
  return notice({
    brand,
    subject: `Webhooks of ${brand.name} are ${reason === "gone" ? "switched off" : "paused"}`,
    intro:
      reason === "gone"
        ? "An endpoint has answered that it is gone (status 410). It gets no more webhooks."
        : `An endpoint has not accepted a webhook since ${date}, so it is paused.`,
    body: what,
    action: url === null ? null : { label: "Open the webhook settings", url },
    note: "Resume it there when it works again. New events are not stored for it until then. You get this e-mail because you are an admin.",
  });
}

/** Tells an admin that a channel of alerts was paused, because its chat service takes no more messages. */
export function alertsPausedMail({
  brand,
  channel,
  reason,
  url,
}: {
  readonly brand: MailBrand;
  /** The channel's name. */
  readonly channel: string;
  /** A sentence. */
  readonly reason: string;
  /** The page of the settings; null: not known. */
  readonly url: string | null;
}): MailContent {
  return notice({
    brand,
    subject: `Alerts to ${channel} are paused`,
    intro: `${brand.name} sends no more alerts to ${channel}. ${reason}`,
    action: url === null ? null : { label: "Open the settings of alerts", url },
    note: "What happens meanwhile is not sent afterwards. You get this e-mail because you are an admin.",
  });
}

/** The mail of the button that tests the settings. */
export function testMail({
  brand,
  server,
}: {
  readonly brand: MailBrand;
  readonly server: string;
}): MailContent {
  return notice({
    brand,
    subject: `Test of the e-mail settings of ${brand.name}`,
    intro: `The e-mail settings of ${brand.name} work: this mail was sent by ${server}.`,
    note: "Somebody has pressed the test button in the settings.",
  });
}
