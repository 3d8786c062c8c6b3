// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { href, parseRoute } from "../../server/dashboard/app/routes.ts";
import { contactName, fieldLabel, groupDetails } from "../../server/dashboard/contacts/details.ts";
import { toggleSort } from "../../server/dashboard/contacts/list/columns.ts";
import {
  changeFilter,
  isSameFilter,
  isUnfiltered,
  toDays,
  toggleItem,
  toTimeRange,
} from "../../server/dashboard/contacts/list/filters.ts";
import { mergeRows } from "../../server/dashboard/contacts/merge/merge-rows.ts";
import {
  insertMention,
  matchingAgents,
  mentionAt,
} from "../../server/dashboard/contacts/profile/mention-draft.ts";
import { keyOf } from "../../server/dashboard/settings/attribute-dialog.tsx";
import type { Attribute } from "../../shared/crm.ts";
import { mentionedAgents } from "../../shared/rules/mentions.ts";
import { detail, GRACE_ID, mergeResult, side } from "./contact-fixtures.ts";
import { ADA } from "./fixtures.ts";

const attributes: Attribute[] = [
  { key: "plan", label: "Plan", type: "text", choices: [], position: 1 },
  { key: "born", label: "Born", type: "date", choices: [], position: 0 },
];

describe("the fields of a contact", () => {
  it("are in the owner's order, followed by undefined attributes and consents", () => {
    const groups = groupDetails(
      [detail("consent:terms", "Yes"), detail("custom:odd", "1"), detail("email", "a@example.com")],
      attributes,
    );
    expect(groups.map(({ label }) => label)).toEqual([
      "Name",
      "E-mail",
      "Phone",
      "User ID",
      "Organization",
      "Born",
      "Plan",
      "odd",
      "Consent: terms",
    ]);
    expect(groups.filter(({ input }) => input === null).map(({ field }) => field)).toEqual([
      "custom:odd",
      "consent:terms",
    ]);
  });

  it("may be named like a property of Object.prototype", () => {
    expect(fieldLabel("custom:constructor")).toBe("constructor");
    expect(fieldLabel("toString")).toBe("toString");
  });

  it("a contact without a name is shown by its phone or its ID", () => {
    expect(contactName({ id: ADA.id, details: [detail("phone", "+4930")] })).toBe("+4930");
    expect(contactName({ id: ADA.id, details: [] })).toBe(ADA.id);
  });
});

describe("a mention", () => {
  const agents = [
    { id: "a1", name: "Ann" },
    { id: "a2", name: "Ann Lee" },
    { id: "a3", name: "Zoë" },
  ];

  it("begins at an @ after white space", () => {
    expect(mentionAt("Hi @an", 6)).toEqual({ from: 3, typed: "an" });
    expect(mentionAt("ada@example.com", 15)).toBeNull();
    expect(mentionAt("Hi @\n", 5)).toBeNull();
  });

  it("suggests agents by the beginning of any word of their names", () => {
    const names = (typed: string) => matchingAgents(agents, { from: 0, typed }).map(({ name }) => name);
    expect(names("")).toEqual(["Ann", "Ann Lee", "Zoë"]);
    expect(names("le")).toEqual(["Ann Lee"]);
    expect(names("zoë")).toEqual([]);
  });

  it("is completed at its position", () => {
    expect(insertMention("Ask @an today", { from: 4, typed: "an" }, "Ann Lee")).toEqual({
      text: "Ask @Ann Lee today",
      caret: 13,
    });
  });

  it("matches the longest name, and whole names only", () => {
    expect(mentionedAgents("@Ann Lee and @ann, @Annabel, x@Zoë", agents)).toEqual(["a2", "a1"]);
    expect(mentionedAgents("@Zoë @Zoë", agents)).toEqual(["a3"]);
  });
});

describe("a comparison", () => {
  it("R13: offers a choice only where the contacts differ, and preselects the value of the result", () => {
    const rows = mergeRows(mergeResult(), {}, []);
    expect(rows.map(({ field, chosen }) => [field, chosen])).toEqual([
      ["name", ADA.id],
      ["email", ADA.id],
    ]);
    expect(mergeRows(mergeResult(), { name: GRACE_ID }, [])[0]?.chosen).toBe(GRACE_ID);
    const same = [detail("email", "A@example.com")];
    const result = mergeResult({
      sides: [side(ADA.id, same), side(GRACE_ID, [detail("email", "a@example.com")])],
      details: same,
    });
    expect(mergeRows(result, {}, [])[0]?.chosen).toBeNull();
  });
});

describe("a list's address", () => {
  it("contains every condition, and invalid conditions are ignored", () => {
    const filter = { q: "ada", tag: "t1,t2", attribute: "seats:5..10;plan:Pro", since: "1..2" } as const;
    expect(parseRoute(href.contacts("p", filter))).toEqual({ page: "contacts", property: "p", filter });
    expect(parseRoute("/dashboard/p/contacts?identity=maybe&since=never&email=yes&__proto__=1")).toEqual({
      page: "contacts",
      property: "p",
      filter: { email: "yes" },
    });
  });

  it("leads to the pages around contacts, and only visitor IDs can be merged", () => {
    expect(parseRoute(href.newContact("p"))).toMatchObject({ page: "new-contact" });
    expect(parseRoute(href.duplicates("p"))).toMatchObject({ page: "duplicates" });
    expect(parseRoute(`/dashboard/p/contacts/merge?with=${ADA.id},x,${ADA.id},${GRACE_ID}`)).toEqual({
      page: "merge",
      property: "p",
      contacts: [ADA.id, GRACE_ID],
    });
    expect(parseRoute(href.organization("p", "o/1"))).toMatchObject({ organization: "o/1" });
    expect(parseRoute("/dashboard/p/contacts/new/x")).toEqual({ page: "not-found" });
  });

  it("contains the order only if it is not the default", () => {
    expect(toggleSort({}, "seen")).toEqual({ order: "asc" });
    expect(toggleSort({ order: "asc" }, "seen")).toEqual({});
    expect(toggleSort({ q: "a", order: "asc" }, "name")).toEqual({ q: "a", sort: "name" });
    expect(isSameFilter({ q: "a", tag: "t" }, { tag: "t", q: "a" })).toBe(true);
    expect(isUnfiltered({ sort: "name" })).toBe(true);
    expect(isUnfiltered({ email: "no" })).toBe(false);
  });

  it("converts days to times and back, including the whole last day", () => {
    const range = toTimeRange("2026-03-28", "2026-03-29");
    expect(toDays(range)).toEqual(["2026-03-28", "2026-03-29"]);
    const [, to] = (range ?? "").split("..");
    expect(new Date(Number(to) + 1).getHours()).toBe(0);
    expect(toTimeRange("", "")).toBeUndefined();
    expect(toDays(toTimeRange("2026-01-31", ""))).toEqual(["2026-01-31", ""]);
    expect(toggleItem(toggleItem(undefined, "a"), "b")).toBe("a,b");
    expect(changeFilter({ q: "a" }, { q: "" })).toEqual({});
  });
});

describe("an attribute's key", () => {
  it("is derived from the label in ASCII letters", () => {
    expect(keyOf("Größe in cm")).toBe("grosse_in_cm");
    expect(keyOf("  2nd Café! ")).toBe("nd_cafe");
    expect(keyOf("名前")).toBe("");
  });
});
