import arForm from "../../widget/locales/ar.ts";
import arChat from "../../widget/locales/ar-chat.ts";
import arConversations from "../../widget/locales/ar-conversations.ts";
import deForm from "../../widget/locales/de.ts";
import deChat from "../../widget/locales/de-chat.ts";
import deConversations from "../../widget/locales/de-conversations.ts";
import enForm from "../../widget/locales/en.ts";
import enChat from "../../widget/locales/en-chat.ts";
import enConversations from "../../widget/locales/en-conversations.ts";
import frForm from "../../widget/locales/fr.ts";
import frChat from "../../widget/locales/fr-chat.ts";
import frConversations from "../../widget/locales/fr-conversations.ts";
import type { ConversationWords, Words } from "../../widget/locales/words.ts";

/** All texts of each locale: those of the form, and those that are loaded with the chat. */
export const ar: Words = { ...arForm, ...arChat };
export const de: Words = { ...deForm, ...deChat };
export const en: Words = { ...enForm, ...enChat };
export const fr: Words = { ...frForm, ...frChat };

/** The texts of the list of conversations in each locale. */
export const CONVERSATION_WORDS: Readonly<Record<"ar" | "de" | "en" | "fr", ConversationWords>> = {
  ar: arConversations,
  de: deConversations,
  en: enConversations,
  fr: frConversations,
};
