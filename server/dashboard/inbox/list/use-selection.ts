import { useState } from "preact/hooks";
import type { ConversationSummary } from "../../../../shared/conversation.ts";
import { useLazyDialog } from "../../ui/use-lazy-dialog.ts";
import { useShortcuts } from "../../ui/use-shortcuts.ts";

export type Selection = ReturnType<typeof useSelection>;

/** The server changes at most this many conversations in one request. */
const MAX_SELECTED = 100;

/** The conversation whose row has the focus. */
function focusedRow(items: readonly ConversationSummary[]): string | undefined {
  const row = document.activeElement?.closest<HTMLElement>("[data-row]");
  return row ? items[Number(row.dataset.row)]?.id : undefined;
}

/**
 * The conversations of a list that are selected to be changed together. One that leaves the list is selected no longer,
 * so that nothing is changed that the agent does not see.
 *
 * @param shown the rows of the list
 * @param open the ID of the open conversation, which the key x selects while no row has the focus
 */
export function useSelection(shown: readonly ConversationSummary[], open: string | null) {
  const bar = useLazyDialog(async () => (await import("./bulk-bar.tsx")).BulkBar);
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const toggle = (id: string) => {
    if (!bar.Dialog) void bar.open();
    setIds((old) => {
      const next = new Set(old);
      if (!next.delete(id) && next.size < MAX_SELECTED) next.add(id);
      return next;
    });
  };
  useShortcuts({
    x: () => {
      const id = focusedRow(shown) ?? open;
      if (id !== null) toggle(id);
    },
  });
  return {
    /** The bar of what can be done with the selected ones. Its code is loaded when one is selected. */
    bar,
    items: shown.filter(({ id }) => ids.has(id)),
    has: (id: string) => ids.has(id),
    toggle,
    clear: () => setIds(new Set()),
  };
}
