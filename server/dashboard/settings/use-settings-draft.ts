import { useEffect, useMemo, useState } from "preact/hooks";
import type { Property, PropertySettings } from "../../../shared/property.ts";
import { href, type SettingsSection } from "../app/routes.ts";
import { useServices } from "../app/services.tsx";
import type { ApiError } from "../data/api-error.ts";
import { useAction } from "../data/use-action.ts";
import { draftFaults, faultySections, sameValue } from "./settings-draft.ts";

/** Settings that are being changed: what they would be, what is wrong with them, and whether they are saved. */
export interface Editing {
  readonly draft: PropertySettings;
  readonly set: (change: Partial<PropertySettings>) => void;
  /** What to say next to the control of a path: only once it was left, or saving was tried. */
  readonly fault: (path: string) => string | undefined;
  readonly valid: boolean;
  readonly faulty: ReadonlySet<SettingsSection>;
  readonly dirty: boolean;
  readonly busy: boolean;
  readonly failure: ApiError | null;
  /** Whether saving was tried and something needs another look. */
  readonly refused: boolean;
  readonly save: () => void;
  /** Saves over what somebody else has saved meanwhile. */
  readonly saveAnyway: () => void;
  readonly discard: () => void;
  /** Gives up what was changed here, for what somebody else has saved. */
  readonly takeTheirs: () => void;
  /** Notes which control was left (`data-path`). */
  readonly touch: (event: FocusEvent) => void;
}

/** Edits one property's settings; one draft for all sections, so that going from one to the next loses nothing. */
export function useSettingsDraft(property: Property, onSaved: (property: Property) => void): Editing {
  const { api, guard, session, notices } = useServices();
  const [draft, setDraft] = useState(property.settings);
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [tried, setTried] = useState(false);
  const faults = useMemo(() => draftFaults(draft), [draft]);
  const dirty = !sameValue(draft, property.settings);

  useEffect(() => {
    if (!dirty) return;
    const inside = href.settings(property.id);
    return guard.hold((url) => url.pathname === inside || url.pathname.startsWith(`${inside}/`));
  }, [dirty, property.id, guard]);

  const restart = (from: Property) => {
    setDraft(from.settings);
    setTouched(new Set());
    setTried(false);
    onSaved(from);
  };

  const store = useAction(async (over: boolean) => {
    const { version } = over ? await api.property(property.id) : property;
    const saved = await api.saveProperty(property.id, { settings: draft, version });
    const renamed = saved.settings.name !== property.settings.name;
    restart(saved);
    notices.say("Saved. Visitors see it with their next page.");
    if (renamed) await session.load();
  });
  const theirs = useAction(async () => {
    restart(await api.property(property.id));
    store.clear();
  });

  const save = (over: boolean) => {
    setTried(true);
    if (!faults.size) void store.run(over);
  };

  return {
    draft,
    set: (change) => setDraft((old) => ({ ...old, ...change })),
    fault: (path) => (tried || touched.has(path) ? faults.get(path) : undefined),
    valid: !faults.size,
    faulty: tried ? faultySections(faults) : new Set(),
    dirty,
    busy: store.busy || theirs.busy,
    failure: store.failure ?? theirs.failure,
    refused: tried && faults.size > 0,
    save: () => save(false),
    saveAnyway: () => save(true),
    discard: () => {
      setDraft(property.settings);
      setTouched(new Set());
      setTried(false);
      store.clear();
    },
    takeTheirs: () => void theirs.run(),
    touch: ({ target }) => {
      const path = target instanceof HTMLElement ? target.dataset.path : undefined;
      if (path) setTouched((old) => new Set([...old, path]));
    },
  };
}
