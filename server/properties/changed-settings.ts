import type { PropertySettings } from "../../shared/property.ts";

/** The names of the settings that differ, for the audit log. Their values may be secrets or data of people. */
export function changedSettings(before: PropertySettings, after: PropertySettings): string[] {
  const names = Object.keys({ ...before, ...after }) as (keyof PropertySettings)[];
  return names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
}
