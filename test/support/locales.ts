import arForm from "../../widget/locales/ar.ts";
import arChat from "../../widget/locales/ar-chat.ts";
import deForm from "../../widget/locales/de.ts";
import deChat from "../../widget/locales/de-chat.ts";
import enForm from "../../widget/locales/en.ts";
import enChat from "../../widget/locales/en-chat.ts";
import frForm from "../../widget/locales/fr.ts";
import frChat from "../../widget/locales/fr-chat.ts";
import type { Words } from "../../widget/locales/words.ts";

/** All texts of each locale: those of the form, and those that are loaded with the chat. */
export const ar: Words = { ...arForm, ...arChat };
export const de: Words = { ...deForm, ...deChat };
export const en: Words = { ...enForm, ...enChat };
export const fr: Words = { ...frForm, ...frChat };
