import { message } from "../../i18n/translate.ts";
/** The statuses of a ticket, as options of a choice. */
export const STATUSES = [
  { value: "open", label: message("Open") },
  { value: "waiting", label: message("Waiting") },
  { value: "solved", label: message("Solved") },
  { value: "closed", label: message("Closed") },
] as const;

/** The priorities of a ticket, as options of a choice. */
export const PRIORITIES = [
  { value: "low", label: message("Low") },
  { value: "normal", label: message("Normal") },
  { value: "high", label: message("High") },
  { value: "urgent", label: message("Urgent") },
] as const;
