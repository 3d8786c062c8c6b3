/** A part of the navigation, with its guides in their order: each is a file of `server/docs`. */
interface GuideGroup {
  readonly title: string;
  readonly guides: readonly string[];
}

/** The navigation of `/docs`. A guide that is missing here, or here only, fails a test. */
export const GUIDE_GROUPS: readonly GuideGroup[] = [
  { title: "Start", guides: ["start", "script-tag"] },
  { title: "Your site", guides: ["sdk", "forms", "npm", "identity", "moving-in"] },
  { title: "Your team", guides: ["email", "alerts", "importing"] },
  { title: "Your software", guides: ["rest-api", "webhooks", "incoming-webhooks", "mcp"] },
  { title: "Your server", guides: ["self-hosting"] },
];

/** The guide that `/docs` itself shows. */
export const FIRST_GUIDE = "start";
