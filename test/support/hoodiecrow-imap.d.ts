declare module "hoodiecrow-imap" {
  import type { Server } from "node:net";

  interface Folder {
    uidvalidity: number;
    messages: unknown[];
  }

  interface Hoodiecrow {
    readonly server: Server;
    readonly folderCache: Record<string, Folder>;
    appendMessage(folder: string, flags: string[], internalDate: string, raw: string): void;
    listen(port: number, host: string, done: () => void): void;
    close(done: () => void): void;
  }

  export default function hoodiecrow(options: {
    readonly plugins: readonly string[];
    readonly storage: Record<string, unknown>;
    readonly users: Record<string, unknown>;
  }): Hoodiecrow;
}
