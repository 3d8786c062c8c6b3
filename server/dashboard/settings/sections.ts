import type { SettingsSection } from "../app/routes.ts";
import type { IconName } from "../ui/icon.tsx";

/** The title and the icon of each section of the settings. */
export const SECTIONS: Readonly<Record<SettingsSection, { icon: IconName; title: string }>> = {
  install: { icon: "code", title: "Install" },
  general: { icon: "brush", title: "Appearance" },
  availability: { icon: "clock", title: "Availability" },
  forms: { icon: "form", title: "Forms" },
  email: { icon: "mail", title: "E-mail" },
  answers: { icon: "bolt", title: "Saved answers" },
  attributes: { icon: "tag", title: "Attributes and tags" },
  sites: { icon: "globe", title: "Allowed sites" },
  privacy: { icon: "lock", title: "Privacy" },
  identity: { icon: "person", title: "Identity verification" },
  "api-keys": { icon: "key", title: "API keys" },
  webhooks: { icon: "send", title: "Webhooks" },
  "incoming-webhooks": { icon: "download", title: "Incoming webhooks" },
  alerts: { icon: "notifications", title: "Alerts" },
  team: { icon: "people", title: "Team" },
  storage: { icon: "file", title: "Storage" },
  "audit-log": { icon: "shield", title: "Audit log" },
};
