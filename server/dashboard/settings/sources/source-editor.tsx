import { useMemo, useState } from "preact/hooks";
import type { RecordedBody, SourceWithAddress, WebhookSource } from "../../../../shared/webhook-source.ts";
import { useServices } from "../../app/services.tsx";
import { useLoad } from "../../data/use-load.ts";
import { t, withElements } from "../../i18n/translate.ts";
import { countries } from "../../imports/countries.ts";
import { fieldGroups } from "../../imports/import-fields.ts";
import { Select } from "../../imports/select.tsx";
import { Button } from "../../ui/button.tsx";
import { TextField } from "../../ui/field.tsx";
import { count } from "../../ui/format.ts";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { ErrorNote, Note } from "../../ui/states.tsx";
import { Switch } from "../../ui/switch.tsx";
import { DryRunResults } from "./dry-run-results.tsx";
import { MappingEditor } from "./mapping-editor.tsx";
import { SourceBodies } from "./source-bodies.tsx";
import { SourceHead } from "./source-head.tsx";
import { SIGNING_HINTS } from "./source-words.ts";
import { useSourceDraft } from "./use-source-draft.ts";

interface SourceEditorProps {
  readonly property: string;
  readonly source: WebhookSource;
  /** The path of the address, if it was made just now; it cannot be read again. */
  readonly path: string | null;
  readonly onChanged: (source: WebhookSource) => void;
  readonly onRenewed: (renewed: SourceWithAddress) => void;
  readonly onRemoved: () => void;
  readonly reload: () => Promise<unknown>;
}

/** One source: its address, how it signs, what its values become, and what it has sent. */
export function SourceEditor(props: SourceEditorProps) {
  const { property, source, path, onChanged, onRenewed, onRemoved, reload } = props;
  const { api } = useServices();
  const { loaded } = useLoad(property, async () => (await api.attributes(property)).items);
  const groups = useMemo(() => fieldGroups(loaded.kind === "ready" ? loaded.value : []), [loaded]);
  const list = useMemo(countries, []);
  const { draft, set, isDirty, save, discard } = useSourceDraft(property, source, onChanged);
  const [recorded, setRecorded] = useState<RecordedBody | null>(null);
  const signingHint = SIGNING_HINTS[source.provider];
  return (
    <>
      <SourceHead
        property={property}
        source={source}
        path={path}
        onRenewed={onRenewed}
        onRemoved={onRemoved}
      />
      {source.wrongSignatures > 0 && source.lastWrongSignatureAt !== null && (
        <Note tone="warn" icon="alert">
          <p>
            {withElements(
              "{wrongSignatures} refused for a wrong signature, the last {time}. If they were from the service, the signing secret here is another one than there.",
              {
                wrongSignatures: count(source.wrongSignatures),
                time: <RelativeTime at={source.lastWrongSignatureAt} />,
              },
            )}
          </p>
        </Note>
      )}
      <section class="form source-fields" aria-label={t("Settings of this webhook")}>
        <TextField label={t("Name")} value={draft.name} onInput={(name) => set({ name })} maxLength={80} />
        {signingHint && (
          <TextField
            label={t("Signing secret")}
            type="password"
            autocomplete="off"
            hint={
              source.hasSigningSecret
                ? t("It is stored and not shown. Enter another one to replace it. {signingHint}", {
                    signingHint: t(signingHint),
                  })
                : t(signingHint)
            }
            value={draft.signingSecret}
            onInput={(signingSecret) => set({ signingSecret })}
            maxLength={500}
          />
        )}
        <Select
          label={t("Country of phones without +")}
          value={draft.country ?? ""}
          options={[["", t("None: leave such phones out")], ...list]}
          onChange={(code) => set({ country: code || null })}
        />
      </section>
      <MappingEditor
        recorded={recorded}
        mapping={draft.mapping}
        groups={groups}
        onChange={(mapping) => set({ mapping })}
      />
      <DryRunResults property={property} source={source} mapping={draft.mapping} country={draft.country} />
      <section class="form" aria-label={t("Switch on")}>
        <Switch
          label={t("Change contacts")}
          hint={t(
            "Off: what arrives is only recorded, and waits. On: it creates and updates contacts at once.",
          )}
          checked={draft.isActive}
          onChange={(isActive) => set({ isActive })}
        />
        <ErrorNote failure={save.failure} />
        <div class="button-row">
          <Button kind="primary" busy={save.busy} disabled={!isDirty} onClick={() => void save.run()}>
            {t("Save")}
          </Button>
          {isDirty && <Button onClick={discard}>{t("Discard changes")}</Button>}
        </div>
      </section>
      <SourceBodies
        property={property}
        source={source}
        shown={recorded?.body.id ?? null}
        onShow={setRecorded}
        reload={reload}
      />
    </>
  );
}
