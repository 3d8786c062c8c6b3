/** The storage key of the agent who has turned push messages on in this browser. */
export const PUSH_AGENT = "foyer.push";
