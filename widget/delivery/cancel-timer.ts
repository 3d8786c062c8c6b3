/** Cancels a timer. */
export type CancelTimer = () => void;
