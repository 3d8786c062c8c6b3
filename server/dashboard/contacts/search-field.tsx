import { useEffect, useRef, useState } from "preact/hooks";
import { useServices } from "../app/services.tsx";
import { Icon } from "../ui/icon.tsx";
import { useDebounced } from "../ui/use-debounced.ts";
import { useShortcuts } from "../ui/use-shortcuts.ts";

const TYPING = 200;
/** Remembers that the way here is the key for searching. */
export const FOCUS_SEARCH = "searching";

interface SearchFieldProps {
  readonly label: string;
  readonly placeholder: string;
  /** What the address says is searched for. */
  readonly search: string;
  /** Puts other words into the address. */
  readonly onSearch: (search: string) => void;
}

/** The words that are searched for, in the address once typing has paused. */
export function SearchField({ label, placeholder, search, onSearch }: SearchFieldProps) {
  const { memory } = useServices();
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(search);
  const settled = useDebounced(typed.trim(), TYPING);
  const asked = useRef(search);
  const toField = () => {
    field.current?.focus();
    field.current?.select();
  };
  useShortcuts({ "/": toField });
  // the key was pressed on another screen
  useEffect(() => {
    if (memory.delete(FOCUS_SEARCH)) toField();
  }, [memory]);
  useEffect(() => {
    if (settled === asked.current) return;
    asked.current = settled;
    onSearch(settled);
  }, [settled]);
  useEffect(() => {
    // Back and Forward change the address, and with it what the field says
    if (search === asked.current) return;
    asked.current = search;
    setTyped(search);
  }, [search]);
  return (
    <search class="search">
      <Icon name="search" />
      <input
        ref={field}
        class="input"
        type="search"
        aria-label={label}
        placeholder={placeholder}
        maxLength={200}
        value={typed}
        onInput={(event) => setTyped(event.currentTarget.value)}
      />
    </search>
  );
}
