import { useEffect, useState } from "preact/hooks";
import type { WebhookSource, WebhookSourceSave } from "../../../../shared/webhook-source.ts";
import { href } from "../../app/routes.ts";
import { useServices } from "../../app/services.tsx";
import { useAction } from "../../data/use-action.ts";
import { t } from "../../i18n/translate.ts";
import { useSourceApi } from "./use-source-api.ts";

type Draft = Pick<WebhookSourceSave, "name" | "mapping" | "country" | "isActive"> & {
  /** Empty: as it is stored. */
  readonly signingSecret: string;
};

const draftOf = ({ name, mapping, country, isActive }: WebhookSource): Draft => ({
  name,
  mapping,
  country,
  isActive,
  signingSecret: "",
});

/** The changes of a source that are not saved yet, and their save. Asks before the page is left with some. */
export function useSourceDraft(
  property: string,
  source: WebhookSource,
  onSaved: (source: WebhookSource) => void,
) {
  const { guard, notices } = useServices();
  const api = useSourceApi(property);
  const [draft, setDraft] = useState(() => draftOf(source));
  const isDirty = JSON.stringify(draft) !== JSON.stringify(draftOf(source));
  useEffect(() => {
    if (!isDirty) return;
    const here = href.source(property, source.id);
    return guard.hold((url) => url.pathname + url.search === here);
  }, [isDirty, property, source.id, guard]);
  const save = useAction(async () => {
    const next = { ...draft, signingSecret: draft.signingSecret.trim() || null, version: source.version };
    const saved = await api.save(source.id, next);
    setDraft(draftOf(saved));
    onSaved(saved);
    notices.say(t("Saved."));
  });
  return {
    draft,
    isDirty,
    save,
    set: (change: Partial<Draft>) => setDraft((old) => ({ ...old, ...change })),
    discard: () => setDraft(draftOf(source)),
  };
}
