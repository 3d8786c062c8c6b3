import { describe, expect, it } from "vitest";
import { type SnippetOptions, scriptTag } from "../../server/dashboard/settings/install-snippet.ts";

const tag = (place: "page" | "tag_manager", options: SnippetOptions) =>
  scriptTag("https://chat.example.com", "abcde12345", place, options);

describe("the script tag to paste", () => {
  it("is the same everywhere without options", () => {
    const plain = '<script async src="https://chat.example.com/w/abcde12345.js"></script>';
    expect(tag("page", {})).toBe(plain);
    expect(tag("tag_manager", { language: "" })).toBe(plain);
  });

  it("has its options as attributes in a page", () => {
    expect(tag("page", { consent: "required", language: "de" })).toBe(
      '<script async src="https://chat.example.com/w/abcde12345.js" data-consent="required" data-language="de"></script>',
    );
  });

  it("R25: keeps its options in a tag manager, which drops the attributes, because they are in the address", () => {
    expect(tag("tag_manager", { consent: "required", language: "de" })).toBe(
      '<script async src="https://chat.example.com/w/abcde12345.js?consent=required&language=de"></script>',
    );
  });
});
