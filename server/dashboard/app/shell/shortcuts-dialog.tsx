import { Dialog } from "../../ui/dialog.tsx";
import { modeShortcutKeys } from "../../ui/shortcut-keys.ts";
import { Switch } from "../../ui/switch.tsx";
import { useLetterShortcuts } from "../../ui/use-shortcuts.ts";

const KEYS = [
  [
    "Conversations",
    [
      ["j k", "Next and previous conversation, from anywhere"],
      ["↑ ↓", "Next and previous row of the focused list"],
      ["Enter", "Open"],
      ["r", "Write a reply"],
      ["n", "Write a note"],
      ["t", "Take"],
      ["a", "Assign"],
      ["e", "Close, or reopen"],
      ["u", "Mark as unread"],
      ["s", "Subject, status, priority and tags of the ticket; or join it into another one"],
      ["Ctrl P", "Print the open conversation"],
      ["c", "Open a ticket for a contact"],
      ["x", "Select the focused conversation, or the open one"],
      ["b", "Change the selected conversations together"],
      ["Esc", "Clear the selection"],
    ],
  ],
  [
    "While you write",
    [
      ["Enter", "Send"],
      ["Alt Enter", "Send, and solve the ticket"],
      ["Shift Enter", "New line"],
      ["/", "Saved answers, at the start of the text"],
      [modeShortcutKeys(), "Switch between reply and note"],
      ["↑", "Edit your last message, in an empty composer"],
      ["Esc", "Leave the composer"],
    ],
  ],
  [
    "Everywhere",
    [
      ["g i", "Go to the inbox"],
      ["g m", "In the inbox: the conversations assigned to you"],
      ["g u", "In the inbox: the unassigned ones"],
      ["g o", "In the inbox: the overdue ones"],
      ["g v", "Go to the visitors"],
      ["g c", "Go to the contacts"],
      ["g r", "Go to the reports"],
      ["g s", "Go to the settings"],
      ["/", "Search: in the inbox messages, elsewhere contacts or organizations"],
      ["x", "Select the focused contact"],
      ["?", "Show this list"],
    ],
  ],
] as const;

/** The list of keyboard shortcuts, and the switch that turns single-letter shortcuts off. */
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
        label="Single-letter shortcuts"
        hint="Turn this off if you use dictation or press keys by accident."
        checked={letters.on}
        onChange={letters.set}
      />
    </Dialog>
  );
}
