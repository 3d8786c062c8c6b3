import { t } from "../../i18n/translate.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Popover } from "../../ui/popover.tsx";
import { resizeColumn, type SizedColumn, stepWidth } from "./column-widths.ts";
import { COLUMN_LABELS, COLUMNS, type Column } from "./columns.ts";
import type { ColumnWidths } from "./use-column-widths.ts";

interface ColumnPickerProps {
  readonly columns: readonly Column[];
  readonly choose: (columns: readonly Column[]) => void;
  readonly widths: ColumnWidths;
}

/** Chooses the columns of the list and their widths. The buttons set a width without dragging. */
export function ColumnPicker({ columns, choose, widths }: ColumnPickerProps) {
  return (
    <Popover
      button={
        <>
          <Icon name="columns" />
          {t("Columns")}
        </>
      }
      buttonClass="button quiet small open-column-picker"
    >
      {() => (
        <fieldset class="column-picker">
          <legend class="unseen">{t("Columns")}</legend>
          <div class="column-option">
            <span>{t(COLUMN_LABELS.name)}</span>
            <WidthButtons column="name" columns={columns} widths={widths} />
          </div>
          {COLUMNS.map((column) => (
            <div key={column} class="column-option">
              <label class="check">
                <input
                  type="checkbox"
                  checked={columns.includes(column)}
                  onChange={(event) => {
                    const on = event.currentTarget.checked;
                    choose(COLUMNS.filter((one) => (one === column ? on : columns.includes(one))));
                  }}
                />
                <span>{t(COLUMN_LABELS[column])}</span>
              </label>
              {columns.includes(column) && <WidthButtons column={column} columns={columns} widths={widths} />}
            </div>
          ))}
          {Object.keys(widths.chosen).length > 0 && (
            <Button small kind="quiet" icon="undo" onClick={() => widths.save({})}>
              {t("Reset widths")}
            </Button>
          )}
        </fieldset>
      )}
    </Popover>
  );
}

interface WidthButtonsProps extends Pick<ColumnPickerProps, "columns" | "widths"> {
  readonly column: SizedColumn;
}

function WidthButtons({ column, columns, widths: { chosen, measured, save } }: WidthButtonsProps) {
  const step = (direction: 1 | -1) => {
    const width = chosen[column] ?? measured[column] ?? 0;
    save(resizeColumn(chosen, columns, measured, column, stepWidth(width, direction)));
  };
  return (
    <span class="column-steps">
      <IconButton
        icon="minus"
        label={t("{column}: narrower", { column: t(COLUMN_LABELS[column]) })}
        onClick={() => step(-1)}
      />
      <IconButton
        icon="plus"
        label={t("{column}: wider", { column: t(COLUMN_LABELS[column]) })}
        onClick={() => step(1)}
      />
    </span>
  );
}
