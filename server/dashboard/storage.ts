/** The browser's storage for choices such as presence; where it is forbidden, they last as long as the page. */
export function browserStorage(): Pick<Storage, "getItem" | "setItem"> {
  const page = new Map<string, string>();
  return {
    getItem(key) {
      try {
        return page.get(key) ?? localStorage.getItem(key);
      } catch {
        return null; // storage is forbidden: nothing was kept
      }
    },
    setItem(key, value) {
      page.set(key, value);
      try {
        localStorage.setItem(key, value);
      } catch {
        // storage is forbidden or full: the choice lasts as long as the page
      }
    },
  };
}
