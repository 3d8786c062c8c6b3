import type { FoyerEvents, IdentityDetails } from "../../api/foyer.ts";
import type { Look } from "../base/look.ts";
import {
  type Attributes,
  attributesOf,
  choiceOf,
  defined,
  languageOf,
  textOf,
  valuesOf,
} from "../base/values.ts";

/** An error that Chatwoot throws too, for the same call. */
export class ChatwootError extends Error {}

/** @throws ChatwootError nothing is given */
export function required<T>(value: T | undefined, text: string): T {
  if (value === undefined) throw new ChatwootError(text);
  return value;
}

const SIDES = { left: "left", right: "right" } as const;
const SCHEMES = { light: "light", dark: "dark", auto: "auto" } as const;

export const schemeOf = (value: unknown): Look["scheme"] => choiceOf(SCHEMES, value);

/** The members of `chatwootSettings` that have no counterpart: texts and switches that are set in Foyer's dashboard. */
const MISSING = [
  "type",
  "launcherTitle",
  "showPopoutButton",
  "showUnreadMessagesDialog",
  "widgetStyle",
  "baseDomain",
  "welcomeTitle",
  "welcomeDescription",
  "availableMessage",
  "unavailableMessage",
  "enableFileUpload",
  "enableEmojiPicker",
  "enableEndConversation",
] as const;

export interface ChatwootPlan {
  readonly look: Look;
  readonly hidesLauncher: boolean;
  /** The names of settings that have no counterpart. */
  readonly missing: readonly string[];
}

/** Reads `window.chatwootSettings`. @param browserLanguage for `useBrowserLanguage` */
export function readSettings(given: unknown, browserLanguage: string): ChatwootPlan {
  const settings = valuesOf(given);
  return {
    look: {
      language: settings.useBrowserLanguage === true ? browserLanguage : languageOf(settings.locale),
      position: choiceOf(SIDES, settings.position),
      scheme: schemeOf(settings.darkMode),
    },
    hidesLauncher: settings.hideMessageBubble === true,
    missing: MISSING.filter((name) => settings[name] !== undefined),
  };
}

/**
 * Reads the arguments of `setUser`.
 *
 * @throws ChatwootError the identifier is neither a text nor a number, or there is no `avatar_url`, `email` or
 *   `name`
 */
export function readUser(
  identifier: unknown,
  given: unknown,
): { readonly who: IdentityDetails; readonly attributes: Attributes | undefined } {
  if (typeof identifier !== "string" && typeof identifier !== "number")
    throw new ChatwootError("Identifier should be a string or a number");
  const user = valuesOf(given);
  if (!["avatar_url", "email", "name"].some((key) => user[key]))
    throw new ChatwootError("User object should have one of the keys [avatar_url,email,name]");
  const own = { description: user.description, country_code: user.country_code, city: user.city };
  return {
    who:
      defined({
        user_id: textOf(identifier),
        user_hash: textOf(user.identifier_hash),
        name: textOf(user.name),
        email: textOf(user.email),
        phone: textOf(user.phone_number),
        organization: textOf(user.company_name),
      }) ?? {},
    attributes: attributesOf({ ...own, ...valuesOf(user.custom_attributes) }),
  };
}

/** The detail of `chatwoot:on-message`; the type is 0 of the visitor, 1 of an agent, 2 of the system. */
export const toMessage = ({ id, conversation, author, text, agent }: FoyerEvents["message"]) => ({
  id,
  conversation_id: conversation,
  content: text,
  content_type: "text",
  message_type: { visitor: 0, agent: 1, system: 2 }[author],
  ...(agent && { sender: { name: agent.name, type: "user" } }),
});
