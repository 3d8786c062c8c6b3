import { TextField, type TextFieldProps } from "../ui/field.tsx";

type NumberFieldProps = Omit<TextFieldProps, "value" | "onInput" | "type"> & {
  /** NaN: the field is empty. */
  readonly value: number;
  readonly onInput: (value: number) => void;
};

/** A field for a whole number. What is not a number is part of the draft as NaN, so that the field shows a fault. */
export function NumberField({ value, onInput, ...rest }: NumberFieldProps) {
  return (
    <TextField
      {...rest}
      type="number"
      value={Number.isNaN(value) ? "" : String(value)}
      onInput={(typed) => onInput(typed === "" ? Number.NaN : Number(typed))}
    />
  );
}
