import type { ButtonHTMLAttributes, ComponentChildren } from "preact";
import { Icon, type IconName } from "./icon.tsx";

type Native = Omit<ButtonHTMLAttributes<HTMLButtonElement>, "icon" | "type" | "disabled" | "class">;

interface ButtonProps extends Native {
  readonly kind?: "primary" | "plain" | "quiet" | "danger";
  readonly icon?: IconName;
  readonly type?: "button" | "submit";
  readonly small?: boolean;
  /** Whether the action is under way: shows a spinner, and ignores clicks. */
  readonly busy?: boolean;
  readonly disabled?: boolean;
  /** A class for the style sheet. */
  readonly class?: string;
  readonly children?: ComponentChildren;
}

/** A button with a label. */
export function Button({
  kind = "plain",
  icon,
  type = "button",
  small = false,
  busy = false,
  disabled = false,
  class: place = "",
  children,
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      class={`button ${kind}${small ? " small" : ""}${place && ` ${place}`}`}
      aria-busy={busy || undefined}
      disabled={disabled}
      onClick={busy ? (event) => event.preventDefault() : rest.onClick}
    >
      {busy ? <span class="spinner" aria-hidden="true" /> : icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

interface IconButtonProps extends Native {
  readonly icon: IconName;
  /** The accessible name and the tooltip. */
  readonly label: string;
  readonly disabled?: boolean;
}

/** A button with an icon only. */
export function IconButton({ icon, label, disabled = false, ...rest }: IconButtonProps) {
  return (
    <button {...rest} type="button" class="icon-button" aria-label={label} title={label} disabled={disabled}>
      <Icon name={icon} />
    </button>
  );
}
