import { GMAIL_AND_OUTLOOK } from "./answers-gmail-outlook.ts";
import { OTHER_CLIENTS_AND_THREADS } from "./answers-others.ts";
import type { CorpusMail } from "./corpus-mail.ts";
import { PROGRAMS_AND_FORMATS } from "./programs-and-formats.ts";

/**
 * Mails as the large clients and servers write them, with addresses of example domains only. They are sent to a property
 * whose mailbox is support@example.com, and whose ticket 1042 is Ana's, with Cem in Cc.
 */
export const CORPUS: readonly CorpusMail[] = [
  ...GMAIL_AND_OUTLOOK,
  ...OTHER_CLIENTS_AND_THREADS,
  ...PROGRAMS_AND_FORMATS,
];
