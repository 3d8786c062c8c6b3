// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { loadForms } from "../../../widget/npm/forms.ts";

test.each([
  ["no server", { property: "abcdefghij" }],
  ["a path for a property", { server: "https://chat.example.com", property: "../../evil" }],
])("%s is refused before anything is requested", async (_, options) => {
  const wrong = options as Parameters<typeof loadForms>[0];
  await expect(loadForms(wrong)).rejects.toThrow(/^loadForms: \w+ must be /);
});
