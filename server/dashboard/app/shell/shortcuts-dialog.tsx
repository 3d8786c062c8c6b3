import { Dialog } from "../../ui/dialog.tsx";
import { Switch } from "../../ui/field.tsx";
import { useLetterShortcuts } from "../../ui/use-shortcuts.ts";

const KEYS = [
  [
    "Conversations",
    [
      ["j k", "Through the list, from anywhere"],
      ["↑ ↓", "Through the list that has the focus"],
      ["Enter", "Open"],
      ["r", "Write a reply"],
      ["n", "Write a note"],
      ["t", "Take"],
      ["a", "Assign"],
      ["e", "Close, or reopen"],
      ["u", "Mark as unread"],
    ],
  ],
  [
    "While you write",
    [
      ["Enter", "Send"],
      ["Shift Enter", "Break the line"],
      ["/", "Saved answers, at the very start"],
      ["Alt N", "From reply to note, and back"],
      ["↑", "In the empty composer: correct your last message"],
      ["Esc", "Leave the composer"],
    ],
  ],
  [
    "Everywhere",
    [
      ["g i", "To the inbox"],
      ["g v", "To the visitors"],
      ["g c", "To the contacts"],
      ["g s", "To the settings"],
      ["/", "Search the contacts, or the organizations"],
      ["x", "Select the contact that has the focus"],
      ["?", "This list"],
    ],
  ],
] as const;

/** Every key that acts, and the switch for the single letters among them. */
export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const letters = useLetterShortcuts();
  return (
    <Dialog title="Keyboard shortcuts" onClose={onClose}>
      {KEYS.map(([title, keys]) => (
        <section key={title}>
          <h3 class="keys-title">{title}</h3>
          <dl class="keys">
            {keys.map(([press, does]) => (
              <div key={press}>
                <dt>
                  {press.split(" ").map((key) => (
                    <kbd key={key}>{key}</kbd>
                  ))}
                </dt>
                <dd>{does}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      <Switch
        label="Single letters act"
        hint="Turn this off if you dictate, or if letters do things you did not mean."
        checked={letters.on}
        onChange={letters.set}
      />
    </Dialog>
  );
}
