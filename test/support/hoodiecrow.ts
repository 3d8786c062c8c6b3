import hoodiecrow from "hoodiecrow-imap";
import type { ImapServerProcess, MailboxUser } from "./imap-server.ts";

/** Starts an IMAP server in this process, with its mails in memory. */
export async function startHoodiecrow({ user, password }: MailboxUser): Promise<ImapServerProcess> {
  const users = { [user]: { password } };
  const imap = hoodiecrow({
    users,
    plugins: ["ID", "IDLE", "ENABLE", "UIDPLUS", "UNSELECT"],
    storage: { INBOX: {}, "": { separator: ".", folders: {} } },
  });
  // a mail is told to each connection, and tests have several
  imap.setMaxListeners(0);
  await new Promise<void>((resolve) => imap.listen(0, "127.0.0.1", resolve));
  const address = imap.server.address();
  return {
    port: typeof address === "object" && address ? address.port : 0,
    async deliver(mails, folder = "INBOX") {
      if (!imap.getMailbox(folder)) imap.createMailbox(folder);
      for (const mail of mails) {
        const raw = Buffer.from(mail).toString("latin1");
        imap.appendMessage(folder, [], new Date(), raw);
      }
    },
    async renumber(folder = "INBOX") {
      const opened = imap.getMailbox(folder);
      if (opened) opened.uidvalidity++;
    },
    async removeFolder(folder) {
      imap.deleteMailbox(folder);
    },
    async refusePassword(isRefused) {
      users[user] = { password: isRefused ? `another than ${password}` : password };
    },
    stop: () => new Promise((resolve) => imap.close(resolve)),
  };
}
