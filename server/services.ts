import type { AccountMails } from "./accounts/account-mails.ts";
import { eraseFromAudit } from "./accounts/audit-log.ts";
import { agentsAvailable } from "./accounts/presence.ts";
import { createAlertWorker } from "./alerts/alert-worker.ts";
import type { AlertDeps } from "./alerts/deps.ts";
import { eraseAlerts } from "./alerts/erase-alerts.ts";
import { recordNoteMentions } from "./alerts/record-alerts.ts";
import { eraseAnswers } from "./api/http/idempotency.ts";
import type { LeftChatDeps } from "./conversations/tickets/ticket-left-chats.ts";
import { mayRead } from "./conversations/visitor/history.ts";
import { hasUnread } from "./conversations/visitor/unread.ts";
import type { Deps } from "./deps.ts";
import type { PostedFormDeps } from "./form-pages/accept-posted-form.ts";
import { eraseFromImports } from "./imports/jobs/erase-from-imports.ts";
import { ImportRunner } from "./imports/jobs/import-runner.ts";
import { Connections } from "./live/connections.ts";
import type { LiveDeps } from "./live/deps.ts";
import { createAccountMails } from "./mail/account-mails.ts";
import { createAnswerWorker } from "./mail/answers/answer-worker.ts";
import type { MailDeps } from "./mail/deps.ts";
import { createMailboxWorker } from "./mail/intake/mailbox-worker.ts";
import { eraseReceivedMails, exportReceivedMails } from "./mail/intake/received-of-person.ts";
import { createMailWorker } from "./mail/outbound/mail-worker.ts";
import { eraseMails, exportMails } from "./mail/outbound/mails-of-person.ts";
import { readMailAccount } from "./mail/settings/mail-account.ts";
import { createMailAccounts } from "./mail/settings/mail-accounts.ts";
import { openMailDefaults } from "./mail/settings/mail-defaults.ts";
import type { NotificationDeps } from "./notifications/deps.ts";
import { eraseNotifications } from "./notifications/erase-notifications.ts";
import { createNotificationWorker } from "./notifications/notification-worker.ts";
import { createPushClient } from "./notifications/push/push-client.ts";
import { toPushKeys } from "./notifications/push/push-keys.ts";
import type { EraseContext } from "./people/erase-person.ts";
import type { PersonParts } from "./people/routes.ts";
import { undoHooks } from "./people/undo-hooks.ts";
import { perNetwork } from "./platform/http/rate-limit.ts";
import { createHttpClient } from "./platform/http-client/http-client.ts";
import { allowAddresses } from "./platform/http-client/public-address.ts";
import { secretsFor } from "./platform/secrets.ts";
import type { ProofDeps } from "./proofs/routes.ts";
import { createAvailability } from "./properties/availability.ts";
import { createPropertyStore } from "./properties/store.ts";
import { countErasedContacts } from "./reports/count-erased-contacts.ts";
import { eraseReceivedBodies, exportReceivedBodies } from "./sources/bodies-of-person.ts";
import type { SourceDeps } from "./sources/deps.ts";
import { createSourceWorker } from "./sources/processing/source-worker.ts";
import { openLocations } from "./visitors/locate.ts";
import { createWebhookWorker, type WebhookWorker } from "./webhooks/delivery/webhook-worker.ts";
import { tellAdmins } from "./webhooks/endpoints/tell-admins.ts";
import { eraseWebhooks } from "./webhooks/erase-webhooks.ts";

/** The services that the HTTP surface and the live connections share. */
export interface Services
  extends ProofDeps,
    LiveDeps,
    MailDeps,
    NotificationDeps,
    LeftChatDeps,
    AlertDeps,
    PostedFormDeps,
    SourceDeps {
  readonly importRunner: ImportRunner;
  readonly accountMails: AccountMails;
  readonly webhookWorker: WebhookWorker;
}

/**
 * Makes the shared services, each once for the process. Starts nothing.
 *
 * @throws StartupError `bad_setting` if the owner's location file or DKIM key can't be used
 */
export async function createServices(deps: Deps): Promise<Services> {
  const { config, database } = deps;
  const httpClient = createHttpClient({ isAllowed: allowAddresses(config.privateNetworks) });
  const mailDefaults = openMailDefaults(config);
  const properties = createPropertyStore(deps);
  const connections = new Connections();
  const replySecrets = await secretsFor(database, "reply_address", deps);
  const linkSecrets = await secretsFor(database, "conversation_link", deps);
  const isConnected = (property: string, visitor: string) =>
    connections.ofVisitor(property, visitor).length > 0;
  const pushKeys = toPushKeys(await secretsFor(database, "web_push", deps));
  const unsubscribeSecrets = await secretsFor(database, "unsubscribe", deps);
  const onNoteMentions: NotificationDeps["onNoteMentions"] = (tx, ...mentions) =>
    recordNoteMentions({ ...deps, properties }, tx, ...mentions);
  return {
    ...deps,
    properties,
    isAvailable: createAvailability({ ...deps, agentsAvailable }),
    visitorSecrets: await secretsFor(database, "visitor_token", deps),
    handOverSecrets: await secretsFor(database, "hand_over", deps),
    liveSecrets: await secretsFor(database, "connect_token", deps),
    codeSecrets: await secretsFor(database, "one_time_code", deps),
    formPageSecrets: await secretsFor(database, "form_page", deps),
    locate: openLocations(config.mmdb),
    addressLimit: perNetwork(config.addressLimit, deps.now),
    hasUnread: (property, visitor) => hasUnread(database.read, property, visitor),
    mayRead: (property, visitor, conversation) => mayRead(database.read, { property, visitor }, conversation),
    canSendMail: async (property) => (await readMailAccount(database.read, mailDefaults, property)) !== null,
    connections,
    isConnected,
    importRunner: new ImportRunner(deps, undoHooks(deps)),
    mailDefaults,
    accountMails: createAccountMails({ ...deps, mailDefaults, properties }),
    replySecrets,
    linkSecrets,
    answerWorker: createAnswerWorker({
      ...deps,
      mailDefaults,
      properties,
      replySecrets,
      linkSecrets,
      isConnected,
    }),
    pushKeys,
    unsubscribeSecrets,
    httpClient,
    onNoteMentions,
    alertWorker: createAlertWorker({ ...deps, properties, mailDefaults, httpClient }),
    notificationWorker: createNotificationWorker({
      ...deps,
      properties,
      mailDefaults,
      unsubscribeSecrets,
      pushKeys,
      pushClient: createPushClient(httpClient),
      onNoteMentions,
    }),
    webhookWorker: createWebhookWorker({
      ...deps,
      http: httpClient,
      tellAdmins: (tx, ended) => tellAdmins(tx, { ...deps, properties, mailDefaults }, ended),
    }),
    mailboxWorker: createMailboxWorker({ ...deps, properties, mailDefaults, replySecrets }),
    sourceWorker: createSourceWorker(deps),
    mailWorker: createMailWorker({ ...deps, accounts: createMailAccounts({ ...deps, mailDefaults }) }),
  };
}

/**
 * Makes the context for erasing a person (R26). Features outside `people` that store personal data add a hook here, which
 * erases that data in the same transaction.
 */
export function eraseContext(deps: Pick<Deps, "config" | "log" | "now">): EraseContext {
  return {
    hooks: [
      (tx, ...of) => eraseFromImports(deps, tx, ...of),
      eraseFromAudit,
      eraseAnswers,
      eraseMails,
      eraseNotifications,
      eraseWebhooks,
      eraseAlerts,
      eraseReceivedBodies,
      countErasedContacts,
      (tx, ...of) => eraseReceivedMails(deps, tx, ...of),
    ],
  };
}

/** The parts of later features that the export and the erasure of a person need. */
export function personParts(deps: Pick<Deps, "config" | "log" | "now">): PersonParts {
  return { erasure: eraseContext(deps), exportMails, exportReceivedMails, exportReceivedBodies };
}
