import { message, t } from "../../i18n/translate.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { modeShortcutKeys } from "../../ui/shortcut-keys.ts";
import { Switch } from "../../ui/switch.tsx";
import { useLetterShortcuts } from "../../ui/use-shortcuts.ts";

const KEYS = [
  [
    message("Conversations"),
    [
      ["j k", message("Next and previous conversation, from anywhere")],
      ["↑ ↓", message("Next and previous row of the focused list")],
      ["Enter", message("Open")],
      ["r", message("Write a reply")],
      ["n", message("Write a note")],
      ["t", message("Take")],
      ["a", message("Assign")],
      ["e", message("Close, or reopen")],
      ["u", message("Mark as unread")],
      ["s", message("Subject, status, priority and tags of the ticket; or join it into another one")],
      ["Ctrl P", message("Print the open conversation")],
      ["c", message("Open a ticket for a contact")],
      ["x", message("Select the focused conversation, or the open one")],
      ["b", message("Change the selected conversations together")],
      ["Esc", message("Clear the selection")],
    ],
  ],
  [
    message("While you write"),
    [
      ["Enter", message("Send")],
      ["Alt Enter", message("Send, and solve the ticket")],
      ["Shift Enter", message("New line")],
      ["/", message("Saved answers, at the start of the text")],
      [modeShortcutKeys(), message("Switch between reply and note")],
      ["↑", message("Edit your last message, in an empty composer")],
      ["Esc", message("Leave the composer")],
    ],
  ],
  [
    message("Everywhere"),
    [
      ["g i", message("Go to the inbox")],
      ["g m", message("In the inbox: the conversations assigned to you")],
      ["g u", message("In the inbox: the unassigned ones")],
      ["g o", message("In the inbox: the overdue ones")],
      ["g v", message("Go to the visitors")],
      ["g c", message("Go to the contacts")],
      ["g r", message("Go to the reports")],
      ["g s", message("Go to the settings")],
      ["/", message("Search: in the inbox messages, elsewhere contacts or organizations")],
      ["x", message("Select the focused contact")],
      ["?", message("Show this list")],
    ],
  ],
] as const;

/** The list of keyboard shortcuts, and the switch that turns single-letter shortcuts off. */
export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const letters = useLetterShortcuts();
  return (
    <Dialog title={t("Keyboard shortcuts")} onClose={onClose}>
      {KEYS.map(([title, keys]) => (
        <section key={title}>
          <h3 class="keys-title">{t(title)}</h3>
          <dl class="keys">
            {keys.map(([press, does]) => (
              <div key={press}>
                <dt>
                  {press.split(" ").map((key) => (
                    <kbd key={key}>{key}</kbd>
                  ))}
                </dt>
                <dd>{t(does)}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      <Switch
        label={t("Single-letter shortcuts")}
        hint={t("Turn this off if you use dictation or press keys by accident.")}
        checked={letters.on}
        onChange={letters.set}
      />
    </Dialog>
  );
}
