import type { RefObject } from "preact";
import { useState } from "preact/hooks";
import type { ComboboxOption } from "./matching-options.ts";
import { useListNavigation } from "./use-list-navigation.ts";
import { Verbatim } from "./verbatim.tsx";

interface ComboboxProps {
  /** The name of the list and, without a label element for `id`, of the field. */
  readonly label: string;
  readonly id?: string;
  readonly "aria-describedby"?: string | undefined;
  readonly "aria-invalid"?: true | undefined;
  readonly placeholder?: string;
  readonly maxLength?: number;
  readonly compact?: boolean;
  readonly field?: RefObject<HTMLInputElement | null>;
  readonly "data-path"?: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  /** The options that match the value, see `matchingOptions`. */
  readonly options: readonly ComboboxOption[];
  readonly onChoose: (option: ComboboxOption) => void;
  /** Shows the options all the time, below the field, instead of over what follows while the user types. */
  readonly inline?: boolean;
  /** An entry after the options that uses the typed text itself, e.g. to create a record with this name. */
  readonly create?: { readonly label: string; readonly act: () => void } | null;
}

/**
 * A text field that offers options while the user types, with the keyboard of the ARIA combobox pattern. Enter chooses
 * the first option; with `create`, it submits the typed text unless the arrow keys have moved to an option.
 */
export function Combobox(props: ComboboxProps) {
  const {
    label,
    field = null,
    compact = false,
    value,
    onInput,
    options,
    onChoose,
    inline = false,
    create,
    ...control
  } = props;
  const [unfolded, setOpen] = useState(false);
  const open = inline || unfolded;
  const count = open ? options.length + (create ? 1 : 0) : 0;
  const canCreate = create !== undefined;
  const list = useListNavigation({
    count,
    initial: canCreate || !value.trim() ? -1 : 0,
    choose(index) {
      const option = options[index];
      setOpen(false);
      list.reset();
      if (option) onChoose(option);
      else create?.act();
    },
    close: inline ? null : () => setOpen(false),
    chooseKeys: ["Enter"],
    homeAndEnd: true,
  });
  const show = () => {
    list.reset();
    setOpen(true);
  };
  return (
    <div class={inline ? "combobox inline" : "combobox"}>
      <input
        {...control}
        {...list.fieldProps}
        ref={field}
        class={compact ? "input compact" : "input"}
        type="text"
        role="combobox"
        aria-label={control.id ? undefined : label}
        aria-expanded={count > 0}
        autocomplete="off"
        dir="auto"
        value={value}
        onInput={(event) => {
          onInput(event.currentTarget.value);
          show();
        }}
        onClick={show}
        onBlur={() => setOpen(false)}
        onKeyDown={(event) => {
          if (list.handleKey(event)) return;
          if (event.key === "Enter") setOpen(false);
          if (open || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
          event.preventDefault();
          show();
        }}
      />
      <div id={list.listId} class="option-list" role="listbox" aria-label={label} hidden={!count}>
        {options.slice(0, count).map((option, index) => (
          <div key={option.id} {...list.optionProps(index)}>
            <Verbatim>{option.label}</Verbatim>
            {option.hint && <span class="hint"> {option.hint}</span>}
          </div>
        ))}
        {create && count > 0 && (
          <div key="create" {...list.optionProps(options.length)}>
            {create.label}
          </div>
        )}
      </div>
    </div>
  );
}
