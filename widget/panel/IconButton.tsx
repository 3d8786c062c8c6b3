interface IconButtonProps {
  readonly label: string;
  /** Of a square of 24. */
  readonly path?: string;
  onClick(): void;
}

/** A button with a symbol: a cross, unless it is another one. */
export function IconButton({ label, path = "M6 6l12 12M18 6L6 18", onClick }: IconButtonProps) {
  return (
    <button type="button" class="close" aria-label={label} onClick={onClick}>
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d={path} />
      </svg>
    </button>
  );
}
