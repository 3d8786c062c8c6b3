import type { Role } from "../../../shared/account.ts";
import { type Message, message } from "../i18n/translate.ts";

export const ROLE_WORDS: Readonly<Record<Role, Message>> = {
  admin: message("Admin"),
  agent: message("Agent"),
};
