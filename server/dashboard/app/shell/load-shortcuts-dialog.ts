/** Loads the list of keyboard shortcuts, for `useLazyDialog`. */
export const loadShortcutsDialog = async () => (await import("./shortcuts-dialog.tsx")).ShortcutsDialog;
