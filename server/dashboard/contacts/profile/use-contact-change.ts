import { useRef } from "preact/hooks";
import type { Contact } from "../../../../shared/contact.ts";
import { useActionWithNotice } from "../../data/use-action-with-notice.ts";

/** A request that changes a contact and returns the changed contact. */
type ContactChange = (change: () => Promise<Contact>) => Promise<void>;

/** Changes a contact with one click. An error is shown as a notice; a second click before the answer is ignored. */
export function useContactChange(onChanged: (contact: Contact) => void): ContactChange {
  const run = useActionWithNotice();
  const busy = useRef(false);
  return async (change) => {
    if (busy.current) return;
    busy.current = true;
    await run(async () => onChanged(await change()));
    busy.current = false;
  };
}
