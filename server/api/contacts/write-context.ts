import { programAuthorId } from "../../contacts/crm/author-name.ts";
import type { Deps } from "../../deps.ts";
import { VisitorIdPool } from "../../imports/rows/visitor-id-pool.ts";
import { newId } from "../../platform/ids.ts";
import type { RequestKey } from "../keys/key-store.ts";

/** The context of one request that writes contacts. */
export interface WriteContext {
  readonly property: string;
  /** The author of notes, as in `contact_notes.agent_id`. */
  readonly author: string;
  /** Ms since 1970. */
  readonly now: number;
  readonly newId: () => string;
  /** Draws visitor IDs, in ascending order. */
  readonly drawIds: (count: number) => readonly string[];
}

/** Makes the contexts of requests, which share one pool of visitor IDs. */
export function writeContexts(deps: Pick<Deps, "now" | "random">): (key: RequestKey) => WriteContext {
  const ids = new VisitorIdPool(deps.random);
  return ({ id, property }) => ({
    property,
    author: programAuthorId(id),
    now: deps.now(),
    newId: () => newId(deps),
    drawIds: (count) => ids.take(count),
  });
}
