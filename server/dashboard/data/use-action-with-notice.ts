import { useServices } from "../app/services.tsx";
import { errorText, toApiError } from "./api-error.ts";

/**
 * Runs actions whose errors have no place of their own on the screen, such as Undo in a notice: an error is shown as a
 * notice.
 *
 * @returns a function that runs an action, and resolves to whether it succeeded
 */
export function useActionWithNotice(): (action: () => Promise<unknown>) => Promise<boolean> {
  const { notices } = useServices();
  return async (action) => {
    try {
      await action();
      return true;
    } catch (error) {
      notices.say(errorText(toApiError(error)), { tone: "bad" });
      return false;
    }
  };
}
