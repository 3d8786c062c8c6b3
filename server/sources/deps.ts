import type { PropertyDeps } from "../properties/store.ts";
import type { SourceWorker } from "./processing/source-worker.ts";

/** Dependencies of incoming webhooks. */
export interface SourceDeps extends PropertyDeps {
  readonly sourceWorker: SourceWorker;
}
