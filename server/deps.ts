import type { Logger } from "pino";
import type { FoyerEvent } from "../shared/event.ts";
import type { Bus } from "./platform/bus.ts";
import type { Config } from "./platform/config.ts";
import type { Database } from "./platform/database/open.ts";
import type { Assets } from "./platform/http/assets.ts";
import type { FileStore } from "./platform/storage/store.ts";

/** Everything the rooms are given. Nothing else reaches out: no clock, no randomness, no environment of their own. */
export interface Deps {
  readonly config: Config;
  readonly database: Database;
  /** The bytes of files. */
  readonly files: FileStore;
  readonly log: Logger;
  readonly assets: Assets;
  /** What concerns more rooms than one. */
  readonly bus: Bus<FoyerEvent>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Cryptographically random bytes. */
  readonly random: (bytes: number) => Uint8Array<ArrayBuffer>;
}
