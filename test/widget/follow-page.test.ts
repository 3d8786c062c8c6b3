// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { isFilePasted } from "../../shared/rules/is-file-pasted.ts";
import { isDark } from "../../widget/panel/follow-page.ts";

test.each([
  // theme, the page's color-scheme, the visitor prefers dark, dark
  [undefined, "normal", false, false],
  [undefined, "normal", true, true],
  [undefined, "light", true, false],
  [undefined, "only light", true, false],
  [undefined, "dark", false, true],
  [undefined, "light dark", false, false],
  [undefined, "dark light", true, true],
  ["auto", "light", true, false],
  ["dark", "light", false, true],
  ["light", "dark", true, false],
  ["sepia", "dark", false, true],
  ["constructor", "", true, true],
])("theme %j on a page with %j, dark preferred: %j → dark: %j", (theme, page, prefersDark, dark) => {
  expect(isDark(theme, page, prefersDark)).toBe(dark);
});

test.each([
  ["a text", "Hello", [], false],
  ["a cell of a spreadsheet, with a picture of it", "4711", ["image.png"], false],
  ["a copied picture", "", ["image.png"], true],
  ["a file of a file manager, which adds its name", "invoice.pdf", ["invoice.pdf"], true],
  ["nothing", "", [], false],
])("pasting: %s", (_, text, names, isFile) => {
  const files = names.map((name) => new File(["x"], name));
  const data = { getData: () => text, files: files as unknown as FileList };
  expect(isFilePasted(data)).toBe(isFile);
});

test("nothing is pasted by a browser without a clipboard", () => {
  expect(isFilePasted(null)).toBe(false);
});
