import { toJson } from "../json.ts";
import { isWaiting, recordWith } from "../record.ts";
import type { VisitorKeeper } from "../visitor.ts";
import { type Kept, readKept } from "./kept.ts";

/** Keeps a part of it. Other tabs may have changed the rest, so it is read anew. */
export function keep(keeper: VisitorKeeper, part: Partial<Kept>): void {
  const record = keeper.issue();
  keeper.kept(recordWith(record, isWaiting(record), toJson({ ...readKept(keeper), ...part })));
}
