import { useEffect, useRef, useState } from "preact/hooks";
import { useDelayed } from "../hooks.ts";
import { Icon } from "../ui/icon.tsx";
import { useShortcuts } from "../ui/shortcuts.ts";

const TYPING = 200;

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
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(search);
  const settled = useDelayed(typed.trim(), TYPING);
  const asked = useRef(search);
  useShortcuts({ "/": () => field.current?.select() });
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
