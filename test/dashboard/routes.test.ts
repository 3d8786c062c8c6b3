import { describe, expect, it } from "vitest";
import { href, parseRoute } from "../../server/dashboard/app/routes.ts";

const property = "abcde12345";

describe("the address bar", () => {
  it("contains every screen, and is parsed back to the same screen", () => {
    expect(parseRoute(href.inbox(property, "closed", "c 1/2", true))).toEqual({
      page: "inbox",
      property,
      view: "closed",
      conversation: "c 1/2",
      person: true,
      search: null,
      message: null,
    });
    for (const found of [
      { search: "", message: null },
      { search: "a & b?", message: 12 },
    ])
      expect(parseRoute(href.inbox(property, "all", "c1", false, found))).toMatchObject({
        conversation: "c1",
        person: false,
        ...found,
      });
    expect(parseRoute(href.contacts(property, { q: "ada & co", tag: "t1,t2", sort: "name" }))).toEqual({
      page: "contacts",
      property,
      filter: { q: "ada & co", tag: "t1,t2", sort: "name" },
    });
    const contact = "V0123456789012345";
    expect(parseRoute(href.contact(property, contact))).toEqual({ page: "contact", property, contact });
    const place = { page: "import", property, id: null, columns: false };
    expect(parseRoute(href.import(property))).toEqual(place);
    expect(parseRoute(href.import(property, "i 1/2"))).toEqual({ ...place, id: "i 1/2" });
    expect(parseRoute(href.import(property, "i1", true))).toEqual({ ...place, id: "i1", columns: true });
    const settings = { page: "settings", property, form: "pre_chat", source: null };
    expect(parseRoute(href.form(property, "offline"))).toEqual({
      ...settings,
      section: "forms",
      form: "offline",
    });
    expect(parseRoute(href.source(property, "s 1/2"))).toEqual({
      ...settings,
      section: "incoming-webhooks",
      source: "s 1/2",
    });
  });

  it("of a property opens its inbox, and of an inbox all open conversations", () => {
    const inbox = {
      page: "inbox",
      property,
      view: "all",
      conversation: null,
      person: false,
      search: null,
      message: null,
    };
    expect(parseRoute(`/dashboard/${property}`)).toEqual(inbox);
    expect(parseRoute(`/dashboard/${property}/inbox/`)).toEqual(inbox);
  });

  it("of the view that was called waiting shows the unanswered ones", () => {
    const view = (name: string) => parseRoute(`/dashboard/${property}/inbox/${name}`);
    expect(view("waiting")).toMatchObject({ view: "unanswered" });
    expect(view("waiting-for-customer")).toMatchObject({ view: "waiting-for-customer" });
    expect(parseRoute(href.inbox(property, "tag:t1", "c1"))).toMatchObject({
      view: "tag:t1",
      conversation: "c1",
    });
  });

  it("of a screen that does not exist shows an error", () => {
    for (const path of [
      "/dashboard/abcde12345/nope",
      "/dashboard/abcde12345/inbox/nope",
      "/dashboard/abcde12345/contacts/import/i1/nope",
      "/elsewhere",
    ])
      expect(parseRoute(path)).toEqual({ page: "not-found" });
    expect(parseRoute(`/dashboard/${property}/contacts/V1`)).toEqual({ page: "not-found" });
  });

  it("can contain a percent sign as text", () => {
    expect(parseRoute(`/dashboard/${property}/inbox/open/100%`)).toMatchObject({ conversation: "100%" });
  });

  it("to open after the sign-in is inside the dashboard, never on another site", () => {
    const nextOf = (next: string) => parseRoute(href.signIn(next));
    expect(nextOf(`/dashboard/${property}/contacts?q=ada`)).toEqual({
      page: "sign-in",
      next: `/dashboard/${property}/contacts?q=ada`,
    });
    for (const evil of [
      "https://evil.example/dashboard/",
      "//evil.example/dashboard/",
      "/\\evil.example/dashboard/",
      "javascript:alert(1)",
      "/dashboard/../w/x",
    ])
      expect(nextOf(evil)).toEqual({ page: "sign-in", next: null });
  });
});
