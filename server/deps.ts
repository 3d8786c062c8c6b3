import type { Logger } from "pino";
import type { FoyerEvent } from "../shared/event.ts";
import type { Bus } from "./platform/bus.ts";
import type { Config } from "./platform/config.ts";
import type { Database } from "./platform/database/open.ts";
import type { Assets } from "./platform/http/assets.ts";
import type { FileStore } from "./platform/storage/store.ts";

/** Everything that features are given. They have no other access to the clock, to randomness or to the environment. */
export interface Deps {
  readonly config: Config;
  readonly database: Database;
  /** The bytes of files. */
  readonly files: FileStore;
  readonly log: Logger;
  readonly assets: Assets;
  /** Events that concern several features. */
  readonly bus: Bus<FoyerEvent>;
  /** Requests to other servers. */
  readonly fetch: typeof fetch;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Cryptographically random bytes. */
  readonly random: (bytes: number) => Uint8Array<ArrayBuffer>;
}
