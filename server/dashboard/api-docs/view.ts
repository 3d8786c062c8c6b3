import type { ApiDocument, Group } from "./document.ts";

/** The ID of the first part of the page. */
export const START = "getting-started";

/** A part of the page: the introduction, or a group with the ID of what is meant in it. */
export type View =
  | { readonly kind: "start"; readonly id: typeof START }
  | { readonly kind: "group"; readonly group: Group; readonly id: string };

/** The part of the page that an address means, by the ID of an operation or the name of a group; else the introduction. */
export function viewOf({ groups }: ApiDocument, hash: string): View {
  const id = hash.replace(/^#/, "");
  const group = groups.find(
    ({ name, operations }) => name === id || operations.some((operation) => operation.id === id),
  );
  return group ? { kind: "group", group, id } : { kind: "start", id: START };
}
