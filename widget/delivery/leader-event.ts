/** The messages of the tabs about the leader. */
export type LeaderEvent =
  /** A tab asks whether there is a leader. */
  | { readonly kind: "leader_check" }
  /** The leader answers. */
  | { readonly kind: "leader_alive" };
