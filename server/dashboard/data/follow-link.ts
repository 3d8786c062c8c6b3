/** Opens a page of the dashboard as a click on a link does, so that unsaved changes are asked about. */
export function followLink(path: string): void {
  const link = document.createElement("a");
  link.href = path;
  document.body.append(link);
  link.click();
  link.remove();
}
