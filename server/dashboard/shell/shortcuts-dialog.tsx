import { Dialog } from "../ui/dialog.tsx";
import { Switch } from "../ui/field.tsx";
import { useLetterShortcuts } from "../ui/shortcuts.ts";

const KEYS = [
  ["↑ ↓", "Through the list that has the focus"],
  ["j k", "Through the list, from anywhere"],
  ["Enter", "Open"],
  ["e", "Close, or reopen"],
  ["u", "Mark as unread"],
  ["/", "Search contacts"],
] as const;

/** Every key that acts, and the switch for the single letters among them. */
export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const letters = useLetterShortcuts();
  return (
    <Dialog title="Keyboard shortcuts" onClose={onClose}>
      <dl class="keys">
        {KEYS.map(([keys, does]) => (
          <div key={keys}>
            <dt>
              {keys.split(" ").map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <Switch
        label="Single letters act"
        hint="Turn this off if you dictate, or if letters do things you did not mean."
        checked={letters.on}
        onChange={letters.set}
      />
    </Dialog>
  );
}
