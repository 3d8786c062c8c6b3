import { useEffect, useState } from "preact/hooks";
import { useServices } from "../../app/services.tsx";
import type { MailStore } from "./mail-store.ts";

type Code = typeof import("./mail-part.ts");

/** The mails of a conversation, with the components that show them. */
export interface MailPart extends Pick<Code, "MailState" | "MailCopies" | "ReceivedMail"> {
  readonly store: MailStore;
}

/** Loads the mails of a conversation, and the code for them. @returns null until they are there */
export function useMailPart(property: string, conversation: string): MailPart | null {
  const services = useServices();
  const [part, setPart] = useState<MailPart | null>(null);
  useEffect(() => {
    let isLeft = false;
    let stop: (() => void) | undefined;
    const begin = async () => {
      const { createMailStore, MailState, MailCopies, ReceivedMail } = await import("./mail-part.ts");
      if (isLeft) return;
      const store = createMailStore(services, property, conversation);
      stop = store.start();
      setPart({ store, MailState, MailCopies, ReceivedMail });
    };
    // a server that was updated has no file with that name; the conversation is complete without it
    begin().catch(() => void services.codeUpdate.reloadOnce());
    return () => {
      isLeft = true;
      stop?.();
    };
  }, [services, property, conversation]);
  return part;
}
