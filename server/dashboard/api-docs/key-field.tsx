import type { RefObject } from "preact";
import { useRef, useState } from "preact/hooks";
import { Fault } from "../ui/field.tsx";

interface KeyState {
  readonly value: string;
  readonly fault: string | null;
  readonly input: RefObject<HTMLInputElement | null>;
  readonly onInput: (value: string) => void;
  /** Returns the key; null: there is none, and the field says so and has the focus. */
  readonly read: () => string | null;
}

/** The API key that requests of the page are sent with. It is in memory only: a key in a browser's storage could be stolen. */
export function useKey(): KeyState {
  const [value, setValue] = useState("");
  const [fault, setFault] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  return {
    value,
    fault,
    input,
    onInput(typed) {
      setValue(typed);
      setFault(null);
    },
    read() {
      const key = value.trim();
      // a header can hold nothing else
      if (/^[!-~]+$/.test(key)) return key;
      setFault(key ? "This is not an API key." : "Paste an API key to send requests.");
      input.current?.focus();
      return null;
    },
  };
}

/** The one field of the page for the API key. It is no password field, because browsers offer to store those. */
export function KeyField({ state: { value, fault, input, onInput } }: { state: KeyState }) {
  return (
    <div class="key-field">
      <label for="api-key">API key</label>
      <input
        id="api-key"
        ref={input}
        class="input compact masked"
        type="text"
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        placeholder="foyer_… to try calls"
        aria-invalid={fault ? true : undefined}
        aria-describedby={fault ? "api-key-fault" : "api-key-hint"}
        value={value}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      <span id="api-key-hint" class="unseen">
        Used for the calls that you try on this page. It is not stored.
      </span>
      <div role="alert" class="key-fault">
        {fault && <Fault id="api-key-fault">{fault}</Fault>}
      </div>
    </div>
  );
}
