import type { Db, Tx } from "../platform/database/open.ts";

/** A mail to a person about their account. */
export type AccountMail =
  | { readonly kind: "password_reset"; readonly url: string; readonly minutes: number }
  | {
      readonly kind: "invitation";
      readonly property: string;
      readonly inviter: string;
      readonly url: string;
      readonly days: number;
    }
  | {
      readonly kind: "sign_in_notice";
      /** `Firefox 128 on Linux`. */
      readonly browser: string;
      /** Ms since 1970. */
      readonly at: number;
      /** The page with the sessions and the password; null: the server's public address is not known. */
      readonly url: string | null;
    };

/** Sends mails about accounts. Mail implements it. */
export interface AccountMails {
  /** Whether any property can send mails. */
  canSend(db: Db): Promise<boolean>;
  /**
   * Queues a mail in the transaction of what causes it.
   *
   * @returns whether it was queued; false: no property of the person can send mails
   */
  queue(tx: Tx, to: { readonly name: string; readonly email: string }, mail: AccountMail): Promise<boolean>;
}
