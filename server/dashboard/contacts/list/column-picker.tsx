import { Button, IconButton } from "../../ui/button.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Popover } from "../../ui/popover.tsx";
import { resized, type Sized, stepped } from "./column-widths.ts";
import { COLUMN_WORDS, COLUMNS, type Column } from "./columns.ts";
import type { ColumnWidths } from "./use-column-widths.ts";

interface ColumnChoiceProps {
  readonly columns: readonly Column[];
  readonly choose: (columns: readonly Column[]) => void;
  readonly widths: ColumnWidths;
}

/** Which columns are shown, and how wide: also for those who can press, but not drag. */
export function ColumnChoice({ columns, choose, widths }: ColumnChoiceProps) {
  return (
    <Popover
      button={
        <>
          <Icon name="columns" />
          Columns
        </>
      }
      buttonClass="button quiet small choose-columns"
    >
      {() => (
        <fieldset class="column-choice">
          <legend class="unseen">Columns</legend>
          <div class="column-line">
            <span>{COLUMN_WORDS.name}</span>
            <Steps column="name" columns={columns} widths={widths} />
          </div>
          {COLUMNS.map((column) => (
            <div key={column} class="column-line">
              <label class="check">
                <input
                  type="checkbox"
                  checked={columns.includes(column)}
                  onChange={(event) => {
                    const on = event.currentTarget.checked;
                    choose(COLUMNS.filter((one) => (one === column ? on : columns.includes(one))));
                  }}
                />
                <span>{COLUMN_WORDS[column]}</span>
              </label>
              {columns.includes(column) && <Steps column={column} columns={columns} widths={widths} />}
            </div>
          ))}
          {Object.keys(widths.set).length > 0 && (
            <Button small kind="quiet" icon="undo" onClick={() => widths.keep({})}>
              Automatic widths
            </Button>
          )}
        </fieldset>
      )}
    </Popover>
  );
}

interface StepsProps extends Pick<ColumnChoiceProps, "columns" | "widths"> {
  readonly column: Sized;
}

function Steps({ column, columns, widths: { set, shown, keep } }: StepsProps) {
  const step = (direction: 1 | -1) => {
    const width = set[column] ?? shown[column] ?? 0;
    keep(resized(set, columns, shown, column, stepped(width, direction)));
  };
  return (
    <span class="column-steps">
      <IconButton icon="minus" label={`${COLUMN_WORDS[column]}: narrower`} onClick={() => step(-1)} />
      <IconButton icon="plus" label={`${COLUMN_WORDS[column]}: wider`} onClick={() => step(1)} />
    </span>
  );
}
