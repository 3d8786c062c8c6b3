import type { ImportField } from "../../../../shared/import.ts";
import type { MappingRule, RecordedBody } from "../../../../shared/webhook-source.ts";
import { t } from "../../i18n/translate.ts";
import type { FieldGroup } from "../../imports/import-fields.ts";
import { Button } from "../../ui/button.tsx";
import { BodyTree } from "./body-tree.tsx";
import { withRules, withUse } from "./mapping-fields.ts";
import { MappingList } from "./mapping-list.tsx";

interface MappingEditorProps {
  /** The recorded body that is shown; null: none. */
  readonly recorded: RecordedBody | null;
  readonly mapping: readonly MappingRule[];
  readonly groups: readonly FieldGroup[];
  readonly onChange: (mapping: MappingRule[]) => void;
}

/** A recorded body beside the mapping of its values. */
export function MappingEditor({ recorded, mapping, groups, onChange }: MappingEditorProps) {
  const use = (path: string, field: ImportField | null) => onChange(withUse(mapping, path, field));
  const suggested = recorded ? withRules(mapping, recorded.suggested) : mapping;
  const more = suggested.length - mapping.length;
  return (
    <div class="mapping-editor">
      <section aria-label={t("Recorded body")}>
        <h4>{t("Recorded body")}</h4>
        {recorded ? (
          <BodyTree recorded={recorded} mapping={mapping} groups={groups} onUse={use} />
        ) : (
          <p class="hint">
            {t("Nothing is recorded yet. Send a test from the service; it appears here within seconds.")}
          </p>
        )}
      </section>
      <section aria-label={t("What is used")}>
        <h4>{t("What is used")}</h4>
        <MappingList mapping={mapping} groups={groups} onUse={use} />
        {more > 0 && (
          <p>
            <Button small icon="bolt" onClick={() => onChange([...suggested])}>
              {more === 1 ? t("Add 1 suggested value") : t("Add {more} suggested values", { more })}
            </Button>
          </p>
        )}
      </section>
    </div>
  );
}
