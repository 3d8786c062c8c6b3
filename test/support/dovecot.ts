import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { connect } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import type { ImapServerProcess, MailboxUser } from "./imap-server.ts";
import { freePort } from "./postgres.ts";
import { until } from "./until.ts";

/** It is no program for users, so its folder is seldom in the path. */
const PROGRAMS = ["/usr/sbin/dovecot", "/usr/local/sbin/dovecot", "/opt/homebrew/sbin/dovecot"];

/** The program of Dovecot (Debian: dovecot-imapd); null: it is not installed. */
export const findDovecot = (): string | null => PROGRAMS.find((path) => existsSync(path)) ?? null;

/** Dovecot refuses to open mails as root; `nobody` exists everywhere and owns nothing. */
const isRoot = process.getuid?.() === 0;
const owner = isRoot
  ? { user: "nobody", uid: 65_534, gid: 65_534 }
  : { user: userInfo().username, uid: userInfo().uid, gid: userInfo().gid };

/**
 * Starts Dovecot 2.3 without any right of its own, with a folder for everything that it writes.
 *
 * @throws if it is not installed, or does not start
 */
export async function startDovecot({ user, password }: MailboxUser): Promise<ImapServerProcess> {
  const program = findDovecot();
  if (program === null) throw new Error("Dovecot is not installed");
  const home = mkdtempSync(join(tmpdir(), "foyer-dovecot-"));
  const own = (path: string) => isRoot && chownSync(path, owner.uid, owner.gid);
  const folderPath = (folder: string) =>
    join(home, "mail", user, folder.toUpperCase() === "INBOX" ? "" : `.${folder}`);
  const setPassword = (secret: string) => {
    // replaced as a whole: Dovecot reads it at any moment
    writeFileSync(join(home, "users.new"), `${user}:{PLAIN}${secret}\n`);
    own(join(home, "users.new"));
    renameSync(join(home, "users.new"), join(home, "users"));
  };
  const makeFolder = (folder: string) => {
    for (const part of ["", "tmp", "new", "cur"]) {
      mkdirSync(join(folderPath(folder), part), { recursive: true });
      own(join(folderPath(folder), part));
    }
  };
  own(home);
  for (const folder of ["run", "state", "mail", "home", join("mail", user)]) {
    mkdirSync(join(home, folder));
    own(join(home, folder));
  }
  makeFolder("INBOX");
  setPassword(password);
  const port = await freePort();
  writeFileSync(join(home, "dovecot.conf"), configuration(home, port));
  const identity = isRoot ? { uid: owner.uid, gid: owner.gid } : {};
  const child = spawn(program, ["-F", "-c", join(home, "dovecot.conf")], { cwd: home, ...identity });
  await untilGreeted(child, port);
  let delivered = 0;
  return {
    port,
    async deliver(mails, folder = "INBOX") {
      makeFolder(folder);
      for (const raw of mails) {
        delivered++;
        // Dovecot gives UIDs in the order of these names
        const name = `${Math.floor(Date.now() / 1000)}.M${String(delivered).padStart(6, "0")}P1.test`;
        writeFileSync(join(folderPath(folder), "tmp", name), raw);
        own(join(folderPath(folder), "tmp", name));
        renameSync(join(folderPath(folder), "tmp", name), join(folderPath(folder), "new", name));
      }
    },
    async renumber(folder = "INBOX") {
      // without the list of UIDs it makes a new one, with the next UIDVALIDITY
      for (const name of readdirSync(folderPath(folder)))
        if (/^dovecot(?:-uidlist|\.index)/.test(name)) rmSync(join(folderPath(folder), name));
    },
    async removeFolder(folder) {
      rmSync(folderPath(folder), { recursive: true });
    },
    async refusePassword(isRefused) {
      setPassword(isRefused ? `another than ${password}` : password);
      // it looks at the file once a second
      await until("the password has not changed", 10_000, async () => {
        const answer = await firstLine(port, /^1 /, `1 LOGIN ${user} "${password}"\r\n`);
        return answer?.startsWith(isRefused ? "1 NO" : "1 OK") ? { value: true } : { reason: `${answer}` };
      });
    },
    async stop() {
      child.kill("SIGTERM");
      if (child.exitCode === null) await new Promise((resolve) => child.once("exit", resolve));
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** Everything in one folder, nothing in the system's, and no step that takes root (chroot). */
function configuration(home: string, port: number): string {
  const group = execFileSync("id", ["-gn", owner.user], { encoding: "utf8" }).trim();
  return `
protocols = imap
listen = 127.0.0.1
base_dir = ${home}/run
state_dir = ${home}/state
log_path = ${home}/log
ssl = no
disable_plaintext_auth = no
auth_failure_delay = 0
auth_cache_size = 0
default_internal_user = ${owner.user}
default_internal_group = ${group}
default_login_user = ${owner.user}
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:${home}/mail/%u
passdb {
  driver = passwd-file
  args = ${home}/users
}
userdb {
  driver = static
  args = uid=${owner.user} gid=${group} home=${home}/home
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
  # without it, a refused password makes the next connections slow
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service stats {
  chroot =
}
`;
}

/** Waits for the greeting of the server (RFC 3501, section 7.1.5), or for the words with which it ends. */
async function untilGreeted(child: ChildProcess, port: number): Promise<void> {
  let complaint = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    complaint += chunk;
  });
  await until("Dovecot did not start", 20_000, async () => {
    if (child.exitCode !== null) throw new Error(`Dovecot ended with ${child.exitCode}: ${complaint}`);
    return (await firstLine(port, /^\* OK/)) ? { value: true } : { reason: `no greeting on port ${port}` };
  });
}

/** Connects, sends a command, and reads the first line like the pattern; null: the server ended the connection before. */
function firstLine(port: number, pattern: RegExp, command = ""): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(command));
    let received = "";
    socket.on("data", (chunk: Buffer) => {
      received += chunk;
      const line = received.split("\r\n").find((one) => pattern.test(one));
      if (line !== undefined) {
        resolve(line);
        socket.destroy();
      }
    });
    socket.once("error", () => resolve(null));
    socket.once("close", () => resolve(null));
  });
}
