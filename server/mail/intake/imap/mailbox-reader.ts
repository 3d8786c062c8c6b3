import { setTimeout as pause } from "node:timers/promises";
import type { ConnectionOptions } from "node:tls";
import type { MailSettings } from "../../../../shared/mail-settings.ts";
import type { ImapSettings } from "../../../../shared/mailbox-settings.ts";
import type { Deps } from "../../../deps.ts";
import type { PropertyStore } from "../../../properties/store.ts";
import { type AccessTokens, createAccessTokens } from "../../transport/access-token.ts";
import { findMailbox, parseMailbox, replaceMailboxToken } from "../settings/mailbox.ts";
import { classifyFailure } from "./classify-failure.ts";
import { noteFailure } from "./mailbox-health.ts";
import { type ImapTimeouts, openFolder } from "./open-folder.ts";
import { planBackOff } from "./plan-back-off.ts";
import { LeaseLost, readFolder } from "./read-folder.ts";
import { withCredentials } from "./with-credentials.ts";

export interface ReaderDeps extends Deps {
  readonly properties: PropertyStore;
  readonly mailDefaults: MailSettings | null;
  /** Further options of TLS, such as a certificate authority. */
  readonly mailTls?: ConnectionOptions;
  readonly imapTimeouts?: ImapTimeouts;
  /** The pause after a failure, ms; for tests. */
  readonly backOff?: typeof planBackOff;
}

/**
 * Reads a property's mailbox until the signal: connects, takes in what is there and what comes, and connects again after
 * each failure, for as long as it takes.
 *
 * @param runner the process, which holds the mailbox
 */
export async function readMailbox(
  deps: ReaderDeps,
  property: string,
  runner: string,
  signal: AbortSignal,
): Promise<void> {
  const row = await findMailbox(deps.database.read, property);
  const settings = row ? parseMailbox(row).imap : null;
  if (!settings) return;
  const tokens = tokensOf(deps, property, settings);
  const { backOff = planBackOff } = deps;
  for (let failures = 1; !signal.aborted; failures++) {
    const startedAt = performance.now();
    try {
      await readOnce(deps, { property, settings, runner }, tokens, signal);
    } catch (err) {
      if (signal.aborted || err instanceof LeaseLost) return;
      const failure = classifyFailure(err);
      if (failure.code === "mailbox_internal") deps.log.error({ err, property }, "could not read a mailbox");
      // a connection that has worked for a while, and was then cut, is no repeated failure
      if (performance.now() - startedAt > SETTLED) failures = 1;
      const known = await deps.properties.find(property);
      if (known) await deps.database.write((tx) => noteFailure(tx, deps, known, failure));
      await pause(backOff(failure.code, failures), null, { signal }).catch(() => undefined);
    }
  }
}

/** A connection that has lasted for so long was a good one, ms. */
const SETTLED = 60_000;

async function readOnce(
  deps: ReaderDeps,
  reading: { readonly property: string; readonly settings: ImapSettings; readonly runner: string },
  tokens: AccessTokens | null,
  signal: AbortSignal,
): Promise<void> {
  const { settings } = reading;
  const options = {
    ...(deps.mailTls && { tls: deps.mailTls }),
    ...(deps.imapTimeouts && { timeouts: deps.imapTimeouts }),
  };
  const folder = await withCredentials(settings.auth, tokens, (credentials) =>
    openFolder(settings, credentials, options),
  );
  // a command in flight ends with the connection
  signal.addEventListener("abort", folder.close);
  try {
    if (!signal.aborted) await readFolder(deps, reading, folder, signal);
  } finally {
    signal.removeEventListener("abort", folder.close);
    folder.close();
  }
}

/** The access tokens of a mailbox; null: it has a password. */
export function tokensOf(
  { database, fetch, now }: Pick<Deps, "database" | "fetch" | "now">,
  property: string,
  { auth }: ImapSettings,
): AccessTokens | null {
  if (auth.kind === "password") return null;
  return createAccessTokens(auth, {
    fetch,
    now,
    replaceRefreshToken: (next) => database.write((tx) => replaceMailboxToken(tx, property, next)),
  });
}
