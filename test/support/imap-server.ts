import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect, type Socket } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import hoodiecrow from "hoodiecrow-imap";
import { freePort } from "./postgres.ts";
import { until } from "./until.ts";

export const IMAP_USER = "support@shop.example";
export const IMAP_PASSWORD = "right password";
export const IMAP_TOKEN = "right-token";
export const IMAP_FOLDER = "Support";

/** A real IMAP server on a free port of this machine, with one account and one folder for the tests. */
export interface ImapServer {
  readonly port: number;
  /** Puts mails into the folder. Each character is one byte. */
  deliver(...raws: readonly string[]): void;
  /** Ends every connection at once, as a crash would. */
  cutAll(): void;
  /** Gives the folder another UIDVALIDITY, as a restored backup has. */
  changeUidValidity(): void;
  loseFolder(): void;
  restoreFolder(): void;
  stop(): Promise<void>;
}

export const IMAP_ENGINES: readonly (readonly [name: string, start: () => Promise<ImapServer>])[] = [
  ["hoodiecrow", startHoodiecrow],
  ["Dovecot", startDovecot],
];

/** Where Debian puts Dovecot. */
const DOVECOT = "/usr/sbin/dovecot";

/** Why an engine cannot be tested here; null: it can. Where `CI` is set, its absence is a failure of the tests. */
export function missingEngine(name: string): string | null {
  if (name !== "Dovecot" || existsSync(DOVECOT)) return null;
  if (process.env.CI) throw new Error("The tests need Dovecot: apt-get install dovecot-imapd");
  return "Dovecot is not installed (apt-get install dovecot-imapd)";
}

/** The IMAP server of npm, in this process. */
export async function startHoodiecrow(): Promise<ImapServer> {
  const server = hoodiecrow({
    plugins: ["IDLE", "ID", "SASL-IR", "XOAUTH2"],
    storage: { INBOX: {}, "": { separator: "/", folders: { [IMAP_FOLDER]: {} } } },
    users: {
      [IMAP_USER]: {
        password: IMAP_PASSWORD,
        xoauth2: { accessToken: IMAP_TOKEN, sessionTimeout: 3_600_000 },
      },
    },
  });
  const sockets = new Set<Socket>();
  server.server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    // a connection that is cut in a test is no error of the server
    socket.on("error", () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const folder = () => {
    const found = server.folderCache[IMAP_FOLDER];
    if (!found) throw new Error("The folder is lost");
    return found;
  };
  let lost: ReturnType<typeof folder> | null = null;
  const cutAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.server.address() as AddressInfo).port,
    deliver(...raws) {
      for (const raw of raws) server.appendMessage(IMAP_FOLDER, [], "23-Nov-2026 12:00:00 +0000", raw);
    },
    cutAll,
    changeUidValidity() {
      folder().uidvalidity += 1;
      cutAll();
    },
    loseFolder() {
      lost = folder();
      delete server.folderCache[IMAP_FOLDER];
      cutAll();
    },
    restoreFolder() {
      if (lost) server.folderCache[IMAP_FOLDER] = lost;
    },
    async stop() {
      cutAll();
      await new Promise<void>((resolve) => server.close(resolve));
    },
  };
}

/** Dovecot as the user of the tests, in a folder of its own. */
export async function startDovecot(): Promise<ImapServer> {
  const root = mkdtempSync(join(tmpdir(), "foyer-imap-"));
  const port = await freePort();
  const isRoot = userInfo().uid === 0;
  const user = isRoot ? "nobody" : userInfo().username;
  const group = isRoot ? "nogroup" : user;
  const config = join(root, "dovecot.conf");
  writeFileSync(config, dovecotConfig({ root, port, user, group }));
  writeFileSync(join(root, "users"), `${IMAP_USER}:{PLAIN}${IMAP_PASSWORD}::::::\n`);
  const mailbox = join(root, "mail", `.${IMAP_FOLDER}`);
  for (const name of ["cur", "new", "tmp"]) mkdirSync(join(mailbox, name), { recursive: true });
  mkdirSync(join(root, "run"));
  if (isRoot) await run("chown", "-R", `${user}:${group}`, root);
  const dovecot = spawn(DOVECOT, ["-F", "-c", config], { stdio: "ignore" });
  await until("Dovecot answers", 10_000, async () =>
    (await answers(port)) ? { value: true } : { reason: "nothing listens" },
  );
  let count = 0;
  const cutAll = () => void run(join("/usr/bin", "doveadm"), "-c", config, "kick", IMAP_USER);
  const owned = async (path: string) => isRoot && (await run("chown", `${user}:${group}`, path));
  return {
    port,
    deliver(...raws) {
      for (const raw of raws) {
        const name = `${Date.now()}.M${++count}.test`;
        const draft = join(mailbox, "tmp", name);
        writeFileSync(draft, raw, "latin1");
        void owned(draft);
        renameSync(draft, join(mailbox, "new", name));
      }
    },
    cutAll,
    changeUidValidity() {
      for (const name of readdirSync(mailbox))
        if (name.startsWith("dovecot")) rmSync(join(mailbox, name), { force: true });
      cutAll();
    },
    loseFolder() {
      renameSync(mailbox, join(root, "lost"));
      cutAll();
    },
    restoreFolder() {
      renameSync(join(root, "lost"), mailbox);
    },
    async stop() {
      const ended = new Promise((resolve) => dovecot.once("exit", resolve));
      dovecot.kill();
      await ended;
      rmSync(root, { recursive: true, force: true });
    },
  };
}

interface DovecotOptions {
  readonly root: string;
  readonly port: number;
  readonly user: string;
  readonly group: string;
}

const dovecotConfig = ({ root, port, user, group }: DovecotOptions): string => `
protocols = imap
listen = 127.0.0.1
base_dir = ${root}/run
state_dir = ${root}/run
log_path = ${root}/log
ssl = no
disable_plaintext_auth = no
default_internal_user = ${user}
default_internal_group = ${group}
default_login_user = ${user}
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:${root}/mail
mail_max_userip_connections = 100
passdb {
  driver = passwd-file
  args = ${root}/users
}
userdb {
  driver = static
  args = uid=${user} gid=${group} home=${root}/mail
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
`;

/** Whether a server greets on a port. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("data", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
    socket.once("close", () => resolve(false));
  });
}

function run(command: string, ...args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const program = spawn(command, args, { stdio: "ignore" });
    program.once("error", reject);
    program.once("exit", () => resolve());
  });
}
