import type { AttributeValue } from "../api/foyer.ts";
import type { EmbedForSdk, EmbedHost } from "../embed/panel-host.ts";

/** A statement of the page about its visitor, in the order in which the page made them. */
export type ActivityCall =
  | { readonly type: "set"; readonly attributes: Readonly<Record<string, AttributeValue>> }
  | {
      readonly type: "track";
      readonly event: string;
      readonly data?: Readonly<Record<string, AttributeValue>>;
    }
  | { readonly type: "page" }
  | { readonly type: "tag" | "untag"; readonly tags: readonly string[] };

/** The script that passes on what the page says about its visitor, `activity.js`. */
export interface ActivityModule {
  /**
   * @param host the session of the visitor of whom it is said; identifications before it are done
   * @param call its arguments have the types of the API (`check-call.ts`), and nothing more
   */
  default(embed: EmbedForSdk, host: EmbedHost, call: ActivityCall): void;
}
