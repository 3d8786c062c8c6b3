let prefix = "";

/** Shows the number of unread messages before the page's title, in place of the previous number. */
export function showCountInTitle(unread: number): void {
  const title = document.title.replace(prefix, "");
  prefix = unread ? `(${unread}) ` : "";
  document.title = prefix + title;
}
