import type { Actor } from "../../accounts/audit-log.ts";
import type { RequestKey } from "../keys/key-store.ts";

/** A program in the audit log (R38): by the name of its key. */
export const actorOf = (
  { name }: Pick<RequestKey, "name">,
  from: Pick<Actor, "address" | "browser">,
): Actor => ({ id: null, name: `API key “${name}”`, ...from });
