import { useState } from "preact/hooks";
import type { ImportField } from "../../../../shared/import.ts";
import type { BodyRow, MappingRule, RecordedBody } from "../../../../shared/webhook-source.ts";
import { t } from "../../i18n/translate.ts";
import type { FieldGroup } from "../../imports/import-fields.ts";
import { Verbatim } from "../../ui/verbatim.tsx";
import { isMappable, labelOf } from "./mapping-fields.ts";

interface BodyTreeProps {
  readonly recorded: RecordedBody;
  readonly mapping: readonly MappingRule[];
  readonly groups: readonly FieldGroup[];
  readonly onUse: (path: string, field: ImportField | null) => void;
}

/** A recorded body. A click on a value asks what it is used as. */
export function BodyTree({ recorded: { rows, isCut }, mapping, groups, onUse }: BodyTreeProps) {
  const [open, setOpen] = useState<string | null>(null);
  if (!rows.length) return <p class="hint">{t("There are no values in this body.")}</p>;
  return (
    <>
      <ul class="plain-list body-tree" aria-label={t("Values of the body")}>
        {rows.map((row, at) => (
          <li key={row.path ?? `${at} ${row.label}`} style={{ "--depth": Math.min(row.depth, 8) }}>
            {row.path === null ? (
              <span class="body-label">
                <Verbatim>{row.label}</Verbatim>
                {row.text !== null && <Verbatim class="body-value">{row.text}</Verbatim>}
              </span>
            ) : (
              <Value
                row={row}
                path={row.path}
                field={mapping.find(({ path }) => path === row.path)?.field ?? null}
                groups={groups}
                isOpen={open === row.path}
                onToggle={() => setOpen(open === row.path ? null : row.path)}
                onUse={(path, field) => {
                  onUse(path, field);
                  setOpen(null);
                }}
              />
            )}
          </li>
        ))}
      </ul>
      {isCut && <p class="hint">{t("The body has more values than are shown.")}</p>}
    </>
  );
}

interface ValueProps extends Pick<BodyTreeProps, "groups" | "onUse"> {
  readonly row: BodyRow;
  readonly path: string;
  /** The field that the value is used as; null: none. */
  readonly field: ImportField | null;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

function Value({ row: { label, text }, path, field, groups, isOpen, onToggle, onUse }: ValueProps) {
  return (
    <>
      <button type="button" class="body-row" aria-expanded={isOpen} title={path} onClick={onToggle}>
        <Verbatim class="body-label">{label}</Verbatim>
        <Verbatim class="body-value">{text || "—"}</Verbatim>
        {field && <span class="badge on">{labelOf(groups, field)}</span>}
      </button>
      {isOpen && (
        <label class="body-use">
          <span class="unseen">{t("Use {label} as", { label })}</span>
          <select
            class="input"
            value={field ?? ""}
            ref={(select) => select?.focus()}
            onChange={(event) => {
              const { value } = event.currentTarget;
              const chosen = groups.flatMap(({ fields }) => fields).find(([one]) => one === value);
              onUse(path, chosen?.[0] ?? null);
            }}
          >
            <option value="">{field ? t("Do not use") : t("Use as…")}</option>
            {groups.map((group) => (
              <optgroup key={group.label} label={group.label}>
                {group.fields
                  .filter(([one]) => isMappable(one))
                  .map(([one, words]) => (
                    <option key={one} value={one}>
                      {words}
                    </option>
                  ))}
              </optgroup>
            ))}
          </select>
        </label>
      )}
    </>
  );
}
