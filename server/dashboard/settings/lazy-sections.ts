import { lazyPane } from "../app/lazy-screen.tsx";
import { message } from "../i18n/translate.ts";

/** The sections with the most code, each loaded when it is first shown. */
export const FormsSection = lazyPane(
  message("Forms"),
  "form",
  async () => (await import("./forms.tsx")).FormsSection,
);
export const Preview = lazyPane(
  message("Live preview"),
  "preview",
  async () => (await import("./preview.tsx")).Preview,
);
export const AttributesSection = lazyPane(
  message("Attributes and tags"),
  "form",
  async () => (await import("./attributes.tsx")).AttributesSection,
);
export const AnswersSection = lazyPane(
  message("Saved answers"),
  "form",
  async () => (await import("./saved-answers.tsx")).AnswersSection,
);
export const EmailSection = lazyPane(
  message("E-mail"),
  "form",
  async () => (await import("./email.tsx")).EmailSection,
);
export const AvailabilitySection = lazyPane(
  message("Availability"),
  "form",
  async () => (await import("./availability.tsx")).AvailabilitySection,
);
export const GeneralSection = lazyPane(
  message("Appearance"),
  "form",
  async () => (await import("./general.tsx")).GeneralSection,
);
export const PrivacySection = lazyPane(
  message("Privacy"),
  "form",
  async () => (await import("./privacy.tsx")).PrivacySection,
);
export const IdentitySection = lazyPane(
  message("Identity verification"),
  "form",
  async () => (await import("./identity.tsx")).IdentitySection,
);
export const SitesSection = lazyPane(
  message("Allowed sites"),
  "form",
  async () => (await import("./sites.tsx")).SitesSection,
);
export const IncomingWebhooksSection = lazyPane(
  message("Incoming webhooks"),
  "form",
  async () => (await import("./sources/incoming-webhooks.tsx")).IncomingWebhooksSection,
);
export const TeamSection = lazyPane(
  message("Team"),
  "form",
  async () => (await import("./team.tsx")).TeamSection,
);
export const ApiKeysSection = lazyPane(
  message("API keys"),
  "form",
  async () => (await import("./api-keys/api-keys.tsx")).ApiKeysSection,
);
export const StorageSection = lazyPane(
  message("Storage"),
  "form",
  async () => (await import("./storage.tsx")).StorageSection,
);
export const AlertsSection = lazyPane(
  message("Alerts"),
  "form",
  async () => (await import("./alerts/alerts.tsx")).AlertsSection,
);
export const WebhooksSection = lazyPane(
  message("Webhooks"),
  "form",
  async () => (await import("./webhooks/webhooks.tsx")).WebhooksSection,
);
export const AuditLogSection = lazyPane(
  message("Audit log"),
  "form",
  async () => (await import("./audit-log.tsx")).AuditLogSection,
);

/** Loads the code of these sections, so that each opens without a delay. */
export async function preloadSections(): Promise<void> {
  await Promise.all([
    FormsSection.preload(),
    Preview.preload(),
    AttributesSection.preload(),
    AnswersSection.preload(),
    EmailSection.preload(),
    AvailabilitySection.preload(),
    GeneralSection.preload(),
    PrivacySection.preload(),
    IdentitySection.preload(),
    SitesSection.preload(),
    ApiKeysSection.preload(),
    IncomingWebhooksSection.preload(),
    TeamSection.preload(),
    StorageSection.preload(),
    AlertsSection.preload(),
    WebhooksSection.preload(),
    AuditLogSection.preload(),
  ]);
}
