import { useEffect, useMemo, useState } from "preact/hooks";
import type { Property, PropertySettings } from "../../../shared/property.ts";
import { href, type SettingsSection } from "../app/routes.ts";
import { useServices } from "../app/services.tsx";
import type { ApiError } from "../data/api-error.ts";
import { useAction } from "../data/use-action.ts";
import { t } from "../i18n/translate.ts";
import { draftFaults, faultySections, sameValue } from "./settings-draft.ts";
import { usePropertyApi } from "./use-property-api.ts";

/** The settings that are being edited, their faults, and the state of saving them. */
export interface Editing {
  readonly draft: PropertySettings;
  readonly set: (change: Partial<PropertySettings>) => void;
  /** The fault of a path, once its control has lost the focus or saving was attempted. */
  readonly fault: (path: string) => string | undefined;
  readonly valid: boolean;
  readonly faulty: ReadonlySet<SettingsSection>;
  readonly dirty: boolean;
  readonly busy: boolean;
  readonly failure: ApiError | null;
  /** Whether saving was attempted although there are faults. */
  readonly refused: boolean;
  readonly save: () => void;
  /** Saves, and overwrites changes that were saved elsewhere in the meantime. */
  readonly saveAnyway: () => void;
  readonly discard: () => void;
  /** Discards the draft, and loads the settings that were saved elsewhere. */
  readonly takeTheirs: () => void;
  /** Records that a control (its `data-path`) has lost the focus. */
  readonly touch: (event: FocusEvent) => void;
}

/** Edits the settings of a property. All sections share one draft, so that moving between them loses nothing. */
export function useSettingsDraft(property: Property, onSaved: (property: Property) => void): Editing {
  const { guard, session, notices } = useServices();
  const properties = usePropertyApi();
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
    const { version } = over ? await properties.property(property.id) : property;
    const saved = await properties.saveProperty(property.id, { settings: draft, version });
    const renamed = saved.settings.name !== property.settings.name;
    restart(saved);
    notices.say(t("Saved. Visitors see it with their next page."));
    if (renamed) await session.load();
  });
  const theirs = useAction(async () => {
    restart(await properties.property(property.id));
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
