import type { ConnectionOptions } from "node:tls";
import type { MailSettings } from "../../../shared/mail-settings.ts";
import type { Deps } from "../../deps.ts";
import { createMailTransport, type MailTransport } from "../transport/mail-transport.ts";
import type { SmtpTimeouts } from "../transport/smtp-session.ts";
import { type MailAccount, readMailAccount, replaceRefreshToken } from "./mail-account.ts";

export interface AccountsDeps extends Pick<Deps, "database" | "now" | "fetch"> {
  /** The mail settings of the environment; null: none. */
  readonly mailDefaults: MailSettings | null;
  /** Further options of TLS, such as a certificate authority. */
  readonly mailTls?: ConnectionOptions;
  readonly mailTimeouts?: SmtpTimeouts;
}

/** An account with the connections to its server. */
export interface OpenAccount extends MailAccount {
  readonly transport: MailTransport;
}

/** The accounts that this process sends by. */
export interface MailAccounts {
  /** The account of a property, by its current settings; null: no mail can be sent. */
  open(property: string): Promise<OpenAccount | null>;
  /** Closes the connections that send nothing. */
  close(): void;
}

/** Makes the accounts. All properties that use the environment's account share its connections. */
export function createMailAccounts(deps: AccountsDeps): MailAccounts {
  const known = new Map<string, OpenAccount>();
  return {
    async open(property) {
      const account = await readMailAccount(deps.database.read, deps.mailDefaults, property);
      const key = account?.source === "environment" ? "" : property;
      const current = known.get(key);
      if (current && account?.source === current.source && isSameVersion(account, current)) return current;
      // the settings have changed
      if (current) current.transport.close();
      known.delete(key);
      if (!account) return null;
      const opened = { ...account, transport: createTransport(deps, property, account.settings) };
      known.set(key, opened);
      return opened;
    },
    close() {
      for (const { transport } of known.values()) transport.close();
      known.clear();
    },
  };
}

/** The settings of the environment do not change while the process runs. */
const isSameVersion = (a: MailAccount, b: MailAccount) =>
  a.source === "environment" || a.version === b.version;

/** Makes the transport of settings, also of those that are tried before they are saved. */
export function createTransport(
  { database, now, fetch, mailTls, mailTimeouts }: AccountsDeps,
  property: string,
  settings: MailSettings,
): MailTransport {
  return createMailTransport(settings, {
    fetch,
    now,
    ...(mailTls && { tls: mailTls }),
    ...(mailTimeouts && { timeouts: mailTimeouts }),
    replaceRefreshToken: (tokens) => database.write((tx) => replaceRefreshToken(tx, property, tokens)),
  });
}
