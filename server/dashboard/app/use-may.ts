import { type Right, roleMay } from "../../../shared/rules/rights.ts";
import { useServices } from "./services.tsx";

/** Tells which rights the signed-in agent has in a property, so that screens hide what the server would refuse (R38). */
export function useMay(property: string): (right: Right) => boolean {
  const session = useServices().session.state.value;
  const me = "me" in session ? session.me : null;
  const role = me?.properties.find(({ id }) => id === property)?.role;
  return (right) => role !== undefined && roleMay(role, right);
}
