import type { EraseContext } from "./conversations/erase.ts";
import type { Deps } from "./deps.ts";
import { forgetImported } from "./imports/forget.ts";

/**
 * What goes with a person who is erased (R26), beside what contacts and conversations keep: what the rooms above have
 * of them. Who keeps something more of people adds it here.
 */
export function erasingFor(deps: Pick<Deps, "bus" | "config" | "log">): EraseContext {
  return { bus: deps.bus, forget: [(tx, ...of) => forgetImported(deps, tx, ...of)] };
}
