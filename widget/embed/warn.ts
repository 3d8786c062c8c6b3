/** Tells the owner of the site, in the console of the browser, what keeps the widget from working as the page asks. */
export function warn(text: string): void {
  // biome-ignore lint/suspicious/noConsole: the owner has no other place to read it
  console.warn(`Foyer: ${text}`);
}
