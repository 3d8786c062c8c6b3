import { useMemo } from "preact/hooks";
import type * as z from "zod/mini";
import { Notes, type NoteWrite } from "../../../../shared/crm.ts";
import { useServices } from "../../app/services.tsx";
import type { Api } from "../../data/api.ts";

/** The requests for the notes about a contact. They are loaded with the profile. */
export function useNoteApi() {
  const { api } = useServices();
  return useMemo(() => noteCalls(api), [api]);
}

function noteCalls({ call }: Pick<Api, "call">) {
  return {
    notes: (property: string, id: string) =>
      call(Notes, "GET", "/properties/:property/contacts/:id/notes", { param: { property, id } }),
    addNote: (property: string, id: string, json: z.input<typeof NoteWrite>) =>
      call(Notes, "POST", "/properties/:property/contacts/:id/notes", { param: { property, id }, json }),
    editNote: (property: string, id: string, note: string, json: z.input<typeof NoteWrite>) =>
      call(Notes, "PATCH", "/properties/:property/contacts/:id/notes/:note", {
        param: { property, id, note },
        json,
      }),
    removeNote: (property: string, id: string, note: string) =>
      call(Notes, "DELETE", "/properties/:property/contacts/:id/notes/:note", {
        param: { property, id, note },
      }),
  } as const;
}
