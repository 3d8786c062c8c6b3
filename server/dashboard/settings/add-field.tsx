import type { FieldType } from "../../../shared/rules/form.ts";
import { t } from "../i18n/translate.ts";
import { FIELD_TYPES, TYPE_ORDER } from "../ui/field-types.ts";
import { Icon } from "../ui/icon.tsx";
import { Popover } from "../ui/popover.tsx";

/** A menu that adds a field of the chosen type to a form. */
export function AddField({ disabled, onAdd }: { disabled: boolean; onAdd: (type: FieldType) => void }) {
  if (disabled) return <p class="hint">{t("A form has at most 30 fields.")}</p>;
  return (
    <div>
      <Popover
        buttonClass="button plain"
        button={
          <>
            <Icon name="plus" />
            {t("Add a field")}
          </>
        }
      >
        {(close) => (
          <div class="menu two">
            {TYPE_ORDER.map((type) => (
              <button
                key={type}
                type="button"
                class="menu-item"
                onClick={() => {
                  close();
                  onAdd(type);
                }}
              >
                <span>
                  {t(FIELD_TYPES[type].name)}
                  <span class="hint">{t(FIELD_TYPES[type].hint)}</span>
                </span>
              </button>
            ))}
          </div>
        )}
      </Popover>
    </div>
  );
}
