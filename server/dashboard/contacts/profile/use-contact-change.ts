import { useRef } from "preact/hooks";
import type { Contact } from "../../../../shared/contact.ts";
import { useServices } from "../../app/services.tsx";
import { errorText, toApiError } from "../../data/api-error.ts";

/** A change of a contact, that answers with the contact as it is then. */
export type ContactChange = (change: () => Promise<Contact>) => Promise<boolean>;

/** Changes a contact with one press; what is refused is said in a notice. A second press meanwhile does nothing. */
export function useContactChange(onChanged: (contact: Contact) => void): ContactChange {
  const { notices } = useServices();
  const busy = useRef(false);
  return async (change) => {
    if (busy.current) return false;
    busy.current = true;
    try {
      onChanged(await change());
      return true;
    } catch (error) {
      notices.say(errorText(toApiError(error)), { tone: "bad" });
      return false;
    } finally {
      busy.current = false;
    }
  };
}
