import { useMemo } from "preact/hooks";
import type * as z from "zod/mini";
import { type MergeRequest, MergeResult, MergeUndone, SuggestionPage } from "../../../../shared/crm.ts";
import { useServices } from "../../app/services.tsx";
import type { Api } from "../../data/api.ts";
import { Done } from "../../data/conversations-api.ts";

/** The requests for suggested duplicates and merges. They are loaded with the screens that send them. */
export function useMergeApi() {
  const { api } = useServices();
  return useMemo(() => mergeCalls(api), [api]);
}

function mergeCalls({ call }: Pick<Api, "call">) {
  return {
    suggestions: (property: string, cursor: string | null) =>
      call(SuggestionPage, "GET", "/properties/:property/suggestions", {
        param: { property },
        query: { cursor },
      }),
    dismissSuggestion: (property: string, id: string) =>
      call(Done, "POST", "/properties/:property/suggestions/:id/dismiss", { param: { property, id } }),
    merge: (property: string, json: z.input<typeof MergeRequest>) =>
      call(MergeResult, "POST", "/properties/:property/contacts/merge", { param: { property }, json }),
    undoMerge: (property: string, id: string) =>
      call(MergeUndone, "POST", "/properties/:property/merges/:id/undo", { param: { property, id } }),
  } as const;
}
