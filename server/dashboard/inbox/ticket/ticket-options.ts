/** The statuses of a ticket, as options of a choice. */
export const STATUSES = [
  { value: "open", label: "Open" },
  { value: "waiting", label: "Waiting" },
  { value: "solved", label: "Solved" },
  { value: "closed", label: "Closed" },
] as const;

/** The priorities of a ticket, as options of a choice. */
export const PRIORITIES = [
  { value: "low", label: "Low" },
  { value: "normal", label: "Normal" },
  { value: "high", label: "High" },
  { value: "urgent", label: "Urgent" },
] as const;
