import type { SettingsSection } from "../app/routes.ts";
import { type Message, message } from "../i18n/translate.ts";
import type { IconName } from "../ui/icon.tsx";

/** The title and the icon of each section of the settings. */
export const SECTIONS: Readonly<Record<SettingsSection, { icon: IconName; title: Message }>> = {
  install: { icon: "code", title: message("Install") },
  general: { icon: "brush", title: message("Appearance") },
  availability: { icon: "clock", title: message("Availability") },
  forms: { icon: "form", title: message("Forms") },
  email: { icon: "mail", title: message("E-mail") },
  answers: { icon: "bolt", title: message("Saved answers") },
  attributes: { icon: "tag", title: message("Attributes and tags") },
  sites: { icon: "globe", title: message("Allowed sites") },
  privacy: { icon: "lock", title: message("Privacy") },
  identity: { icon: "person", title: message("Identity verification") },
  "api-keys": { icon: "key", title: message("API keys") },
  webhooks: { icon: "send", title: message("Webhooks") },
  "incoming-webhooks": { icon: "download", title: message("Incoming webhooks") },
  alerts: { icon: "notifications", title: message("Alerts") },
  team: { icon: "people", title: message("Team") },
  storage: { icon: "file", title: message("Storage") },
  "audit-log": { icon: "shield", title: message("Audit log") },
};
