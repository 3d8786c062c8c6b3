import { useMemo } from "preact/hooks";
import type * as z from "zod/mini";
import { Property, type PropertyCreate, type PropertyUpdate } from "../../../shared/property.ts";
import { useServices } from "../app/services.tsx";
import type { Api } from "../data/api.ts";

/** The requests for properties and their settings. They are loaded with the screens that send them. */
export function usePropertyApi() {
  const { api } = useServices();
  return useMemo(() => propertyCalls(api), [api]);
}

function propertyCalls({ call }: Pick<Api, "call">) {
  return {
    createProperty: (json: z.input<typeof PropertyCreate>) => call(Property, "POST", "/properties", { json }),
    property: (property: string) => call(Property, "GET", "/properties/:property", { param: { property } }),
    saveProperty: (property: string, json: z.input<typeof PropertyUpdate>) =>
      call(Property, "PUT", "/properties/:property", { param: { property }, json }),
  } as const;
}
