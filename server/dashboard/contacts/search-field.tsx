import { useEffect, useRef, useState } from "preact/hooks";
import { useServices } from "../app/services.tsx";
import { Icon } from "../ui/icon.tsx";
import { useDebounced } from "../ui/use-debounced.ts";
import { useShortcuts } from "../ui/use-shortcuts.ts";
import { FOCUS_SEARCH } from "./focus-search.ts";

/** The pause in typing after which the search starts, in milliseconds. */
const SEARCH_DELAY = 200;

interface SearchFieldProps {
  readonly label: string;
  readonly placeholder: string;
  /** The search text in the address. */
  readonly search: string;
  /** Puts a search text into the address. */
  readonly onSearch: (search: string) => void;
}

/** A search field. What is typed goes into the address when typing has paused. */
export function SearchField({ label, placeholder, search, onSearch }: SearchFieldProps) {
  const { memory } = useServices();
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(search);
  const settled = useDebounced(typed.trim(), SEARCH_DELAY);
  const inAddress = useRef(search);
  const focusField = () => {
    field.current?.focus();
    field.current?.select();
  };
  useShortcuts({ "/": focusField });
  // the shortcut was pressed on another screen
  useEffect(() => {
    if (memory.delete(FOCUS_SEARCH)) focusField();
  }, [memory]);
  useEffect(() => {
    if (settled === inAddress.current) return;
    inAddress.current = settled;
    onSearch(settled);
  }, [settled]);
  useEffect(() => {
    // Back and Forward change the address, so the field follows
    if (search === inAddress.current) return;
    inAddress.current = search;
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
