import { useMemo } from "preact/hooks";
import type * as z from "zod/mini";
import { Named } from "../../../shared/contact.ts";
import { type AttributeDefinition, Attributes } from "../../../shared/crm.ts";
import { useServices } from "../app/services.tsx";
import type { Api } from "../data/api.ts";
import { Done } from "../data/conversations-api.ts";

/** The requests that change attributes and tags. They are loaded with the screen that sends them. */
export function useAttributeApi() {
  const { api } = useServices();
  return useMemo(() => attributeCalls(api), [api]);
}

function attributeCalls({ call }: Pick<Api, "call">) {
  return {
    defineAttribute: (property: string, key: string, json: z.input<typeof AttributeDefinition>) =>
      call(Attributes, "PUT", "/properties/:property/attributes/:key", { param: { property, key }, json }),
    removeAttribute: (property: string, key: string) =>
      call(Attributes, "DELETE", "/properties/:property/attributes/:key", { param: { property, key } }),
    renameTag: (property: string, id: string, name: string) =>
      call(Named, "PATCH", "/properties/:property/tags/:id", { param: { property, id }, json: { name } }),
    removeTag: (property: string, id: string) =>
      call(Done, "DELETE", "/properties/:property/tags/:id", { param: { property, id } }),
  } as const;
}
