import { useEffect } from "preact/hooks";
import { href } from "../app/routes.ts";
import { useServices } from "../app/services.tsx";

/** Asks before the e-mail settings are left with unsaved changes. */
export function useEmailGuard(property: string, isDirty: boolean): void {
  const { guard } = useServices();
  useEffect(() => {
    if (!isDirty) return;
    const here = href.settings(property, "email");
    return guard.hold((url) => url.pathname === here);
  }, [isDirty, property, guard]);
}
