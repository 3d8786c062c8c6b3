import { type Kysely, type Migration, Migrator } from "kysely";
import { StartupError } from "../startup-error.ts";
import { foundation } from "./migrations/0001-foundation.ts";
import { live } from "./migrations/0002-live.ts";
import { crm } from "./migrations/0003-crm.ts";
import { imports } from "./migrations/0004-imports.ts";
import { words } from "./migrations/0005-words.ts";
import { standardNames } from "./migrations/0006-standard-names.ts";
import { importOutcomes } from "./migrations/0007-import-outcomes.ts";
import { handOver } from "./migrations/0008-hand-over.ts";
import { mail } from "./migrations/0009-mail.ts";
import { tickets } from "./migrations/0010-tickets.ts";
import { mailIn } from "./migrations/0011-mail-in.ts";
import { answersByMail } from "./migrations/0012-answers-by-mail.ts";
import { notifications } from "./migrations/0013-notifications.ts";
import { proofs } from "./migrations/0014-proofs.ts";
import { accountSecurity } from "./migrations/0015-account-security.ts";
import { limits } from "./migrations/0017-limits.ts";
import { auditLog } from "./migrations/0018-audit-log.ts";
import { mailboxSuggestions } from "./migrations/0019-mailbox-suggestions.ts";
import { importReadings } from "./migrations/0020-import-readings.ts";
import { importRepairs } from "./migrations/0021-import-repairs.ts";
import { searchAndLists } from "./migrations/0022-search-and-lists.ts";
import { pageAddresses } from "./migrations/0023-page-addresses.ts";
import { messageSearch } from "./migrations/0024-message-search.ts";
import { api } from "./migrations/0025-api.ts";
import { webhooks } from "./migrations/0026-webhooks.ts";
import { webhookSources } from "./migrations/0027-webhook-sources.ts";
import { signedIdentity } from "./migrations/0028-signed-identity.ts";
import { alerts } from "./migrations/0029-alerts.ts";
import { apiEntries } from "./migrations/0031-api-entries.ts";
import { activity } from "./migrations/0032-activity.ts";
import { reports } from "./migrations/0034-reports.ts";
import { formMeasure } from "./migrations/0035-form-measure.ts";
import { agentLanguage } from "./migrations/0036-agent-language.ts";

/** All migrations, in order. A migration that was released is never edited. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  "0001-foundation": foundation,
  "0002-live": live,
  "0003-crm": crm,
  "0004-imports": imports,
  "0005-words": words,
  "0006-standard-names": standardNames,
  "0007-import-outcomes": importOutcomes,
  "0008-hand-over": handOver,
  "0009-mail": mail,
  "0010-tickets": tickets,
  "0011-mail-in": mailIn,
  "0012-answers-by-mail": answersByMail,
  "0013-notifications": notifications,
  "0014-proofs": proofs,
  "0015-account-security": accountSecurity,
  "0017-limits": limits,
  "0018-audit-log": auditLog,
  "0019-mailbox-suggestions": mailboxSuggestions,
  "0020-import-readings": importReadings,
  "0021-import-repairs": importRepairs,
  "0022-search-and-lists": searchAndLists,
  "0023-page-addresses": pageAddresses,
  "0024-message-search": messageSearch,
  "0025-api": api,
  "0026-webhooks": webhooks,
  "0027-webhook-sources": webhookSources,
  "0028-signed-identity": signedIdentity,
  "0029-alerts": alerts,
  "0031-api-entries": apiEntries,
  "0032-activity": activity,
  "0034-reports": reports,
  "0035-form-measure": formMeasure,
  "0036-agent-language": agentLanguage,
};

/**
 * Brings the schema up to date.
 *
 * @throws StartupError `database_newer` if the database has migrations that this program does not know
 */
export async function migrate(db: Kysely<never>): Promise<void> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (tables.some((table) => table.name === "kysely_migration")) {
    const done = (await db
      .selectFrom("kysely_migration" as never)
      .selectAll()
      .execute()) as { name: string }[];
    const unknown = done.find(({ name }) => !Object.hasOwn(MIGRATIONS, name));
    if (unknown)
      throw new StartupError(
        "database_newer",
        `The database was last used by a newer version of Foyer (it has the migration "${unknown.name}"). Start that version, or restore a backup.`,
      );
  }
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...MIGRATIONS }) } });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}
