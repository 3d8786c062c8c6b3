import { readFileSync } from "node:fs";
import type { MailSettings } from "../../../shared/mail-settings.ts";
import type { Config } from "../../platform/config.ts";
import { StartupError } from "../../platform/startup-error.ts";
import { dkimKeyFault } from "../transport/dkim-key.ts";

/**
 * The mail settings of the environment, with the key that `FOYER_DKIM_KEY` names.
 *
 * @returns null: the environment has none
 * @throws StartupError `bad_setting` if the key can't be read, or would leave mails unsigned
 */
export function openMailDefaults({ mail }: Pick<Config, "mail">): MailSettings | null {
  if (!mail) return null;
  const { dkim, ...settings } = mail;
  if (!dkim) return { ...settings, dkim };
  let privateKey: string;
  try {
    privateKey = readFileSync(dkim.keyFile, "utf8");
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StartupError("bad_setting", `FOYER_DKIM_KEY is "${dkim.keyFile}", but ${reason}.`, { cause });
  }
  const fault = dkimKeyFault(privateKey);
  if (fault) throw new StartupError("bad_setting", `FOYER_DKIM_KEY: the file ${dkim.keyFile} ${fault}.`);
  return { ...settings, dkim: { domain: dkim.domain, selector: dkim.selector, privateKey } };
}
