import * as z from "zod/mini";

/** The content of a push message for the dashboard's service worker. Browsers show at most some 200 characters of a text. */
export const PushPayload = z.object({
  title: z.string(),
  body: z.string(),
  /** The page that a tap opens: path and query of the dashboard. */
  path: z.string(),
  /** A later message with the same tag replaces this one. */
  tag: z.string(),
  /** How many conversations of the agent's properties are unread: the badge on the icon. */
  unread: z.number(),
});
export type PushPayload = z.infer<typeof PushPayload>;

/** The message of the service worker to the dashboard's page when a notification was tapped. */
export const OpenRequest = z.object({
  kind: z.literal("open"),
  /** The page to show: path and query of the dashboard. */
  path: z.string(),
});
export type OpenRequest = z.infer<typeof OpenRequest>;
