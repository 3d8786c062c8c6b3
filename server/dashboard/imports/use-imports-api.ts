import { useMemo } from "preact/hooks";
import { useServices } from "../app/services.tsx";
import { importCalls } from "./import-calls.ts";

/** The requests of imports. They are loaded with the screens that send them. */
export function useImportsApi() {
  const { api } = useServices();
  return useMemo(() => importCalls(api), [api]);
}
