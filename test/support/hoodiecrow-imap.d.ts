/** What the tests use of hoodiecrow-imap, which has no types of its own. */
declare module "hoodiecrow-imap" {
  import type { EventEmitter } from "node:events";
  import type { Server } from "node:net";

  interface Folder {
    readonly messages: unknown[];
    uidvalidity: number;
  }

  interface ImapServer extends EventEmitter {
    readonly server: Server;
    readonly users: Record<string, { password: string }>;
    /** `INBOX`, or the name of another folder; undefined: there is none. */
    getMailbox(path: string): Folder | undefined;
    createMailbox(path: string): void;
    deleteMailbox(path: string): void;
    /** @param raw one character for each byte */
    appendMessage(folder: string, flags: readonly string[], received: Date, raw: string): void;
    listen(port: number, host: string, done: () => void): void;
    close(done: () => void): void;
  }

  export default function hoodiecrow(options: {
    readonly users: Record<string, { password: string }>;
    readonly plugins: readonly string[];
    readonly storage: Readonly<Record<string, object>>;
  }): ImapServer;
}
