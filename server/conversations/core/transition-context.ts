import type { PropertySettings } from "../../../shared/property.ts";
import { dueTime } from "../tickets/due-time.ts";
import type { TransitionContext } from "./row-changes.ts";

/** The context of the actions of one transaction in a property's conversations. */
export function transitionContext(
  {
    timeZone,
    hours,
    specialDays,
    answerTarget,
  }: Pick<PropertySettings, "timeZone" | "hours" | "specialDays" | "answerTarget">,
  rest: Omit<TransitionContext, "answerDue" | "timeZone">,
): TransitionContext {
  return {
    ...rest,
    timeZone,
    answerDue: (from) =>
      answerTarget === null ? null : dueTime(hours, timeZone, from, answerTarget, specialDays),
  };
}
