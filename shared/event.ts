import type { ConversationSummary, Message, VisitorConversation, VisitorMessage } from "./conversation.ts";

/**
 * What happens on a server and concerns more rooms than one: the one union of the in-process bus. Told after the
 * commit, in the order of the commits.
 */
export type FoyerEvent =
  /** A conversation has changed, with what is new in it. */
  | {
      readonly kind: "conversation";
      readonly property: string;
      /** Its revision now; counts up within a property. */
      readonly sequence: number;
      readonly summary: ConversationSummary;
      readonly messages: readonly Message[];
      /** The same as its visitor may see it. */
      readonly visitor: {
        readonly id: string;
        readonly conversation: VisitorConversation;
        readonly messages: readonly VisitorMessage[];
      };
    }
  /** A visitor, by ID, opened a page. */
  | { readonly kind: "visit"; readonly property: string; readonly visitor: string }
  /** Details of a person changed. */
  | { readonly kind: "person"; readonly property: string; readonly person: string }
  /** An agent came, went away, joined or left: who is available may be another. */
  | { readonly kind: "presence"; readonly agent: string }
  /** A property's settings changed. */
  | { readonly kind: "settings"; readonly property: string }
  /** Whoever is connected as this visitor may no longer be. */
  | { readonly kind: "visitor_revoked"; readonly property: string; readonly visitor: string }
  /** An agent signed out, or (with a property) is no longer of its team. */
  | { readonly kind: "agent_revoked"; readonly agent: string; readonly property: string | null };
