import type { EraseContext } from "./conversations/erase.ts";
import type { Deps } from "./deps.ts";

/**
 * What goes with a person who is erased (R26), beside what contacts and conversations keep: what the rooms above have
 * of them. Who keeps something more of people adds it here.
 */
export function erasingFor({ bus }: Pick<Deps, "bus">): EraseContext {
  return { bus, forget: [] };
}
