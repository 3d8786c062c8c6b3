import { useEffect, useState } from "preact/hooks";
import { t } from "../../i18n/translate.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { useShortcuts } from "../../ui/use-shortcuts.ts";
import { isShortcut } from "../../ui/virtual-list.tsx";
import { BulkDialog } from "./bulk-dialog.tsx";
import type { BulkProps } from "./bulk-props.ts";
import { useBulkUpdate } from "./use-bulk-update.ts";

/** The actions for all selected conversations. */
export function BulkBar(props: BulkProps) {
  const { me, selected, clear } = props;
  const [changing, setChanging] = useState(false);
  const update = useBulkUpdate(props);
  useShortcuts({ b: () => setChanging(true) });
  useEscape(clear);
  return (
    <section class="bulk" aria-label={t("Selected conversations")}>
      <span role="status">{t("{count} selected", { count: selected.length })}</span>
      <Button small busy={update.busy} onClick={() => void update.run({ assignee: me })}>
        {t("Take")}
      </Button>
      <Button small busy={update.busy} onClick={() => void update.run({ status: "solved" })}>
        {t("Solve")}
      </Button>
      <Button small onClick={() => setChanging(true)}>
        {t("Change…")}
      </Button>
      <IconButton icon="close" label={t("Clear selection")} onClick={clear} />
      {changing && <BulkDialog {...props} onClose={() => setChanging(false)} />}
    </section>
  );
}

/** Clears the selection with Escape, which belongs to a menu whose button has the focus. */
function useEscape(clear: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isMenu = event.target instanceof Element && event.target.closest("[popovertarget]");
      if (event.key === "Escape" && isShortcut(event) && !isMenu) clear();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
}
