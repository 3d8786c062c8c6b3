import { describe, expect, it } from "vitest";
import { readMessageText } from "../../server/conversations/messages/read-message-text.ts";
import { deriveSubject, tidySubject } from "../../server/conversations/tickets/new-ticket.ts";
import { fileName } from "../../server/files/file-name.ts";
import { createRowReader } from "../../server/imports/rows/read-row.ts";
import { PersonName } from "../../shared/account.ts";
import { ContactEdit } from "../../shared/contact.ts";
import {
  type Attribute,
  ContactCreate,
  DetailWrite,
  NameWrite,
  NoteWrite,
  OrganizationCreate,
} from "../../shared/crm.ts";
import { PropertyCreate } from "../../shared/property.ts";
import { formValidator } from "../../shared/rules/form.ts";
import { tidyLine } from "../../shared/rules/text.ts";

/** Gives the text as a way in stores it; null: it is refused, or nothing is stored. */
type WayIn = (typed: string) => string | null;

const form = (type: "name" | "text" | "long_text"): WayIn => {
  const validate = formValidator({ fields: [{ id: "a", type, required: true }] });
  return (typed) => {
    const checked = validate({ a: typed });
    return checked.ok ? String(checked.answers.a) : null;
  };
};
const row = (field: "name" | "user_id" | "organization" | "tags"): WayIn => {
  const headers = ["Name", "E-mail", "Other"];
  const read = createRowReader(["name", "email", field === "name" ? null : field], headers);
  return (typed) => {
    const cells = field === "name" ? [typed, "a@example.com", ""] : ["Ann", "a@example.com", `"${typed}"`];
    const result = read({ line: 2, cells: field === "user_id" ? cells.with(2, typed) : cells });
    if (result.kind === "refused") return null;
    const { name, userId, organizations } = result.details;
    const stored = { name, user_id: userId, organization: organizations?.[0], tags: result.tags[0] };
    return stored[field] ?? null;
  };
};
const schema =
  <T>(
    parse: (typed: string) => { success: boolean; data?: T },
    pick: (value: T) => string | undefined,
  ): WayIn =>
  (typed) => {
    const { success, data } = parse(typed);
    return (success && data !== undefined && pick(data)) || null;
  };

/** The ways in for names and titles: texts of one line. */
const LINES: Readonly<Record<string, WayIn>> = {
  "a form's name": form("name"),
  "a form's text": form("text"),
  "a file's name": row("name"),
  "a file's user ID": row("user_id"),
  "a file's organization": row("organization"),
  "a file's tag": row("tags"),
  "an agent's edit": schema(
    (name) => ContactEdit.safeParse({ name }),
    ({ name }) => name,
  ),
  "a contact made by hand": schema(
    (firstName) => ContactCreate.safeParse({ firstName }),
    ({ firstName }) => firstName,
  ),
  "a last name by hand": schema(
    (lastName) => ContactCreate.safeParse({ firstName: "Ann", lastName }),
    ({ lastName }) => lastName,
  ),
  "a tag": schema(
    (name) => NameWrite.safeParse({ name }),
    ({ name }) => name,
  ),
  "an organization": schema(
    (name) => OrganizationCreate.safeParse({ name }),
    ({ name }) => name,
  ),
  "an agent's own name": schema(PersonName.safeParse, (name) => name),
  "a property's name": schema(
    (name) => PropertyCreate.safeParse({ name, timeZone: "UTC" }),
    ({ name }) => name,
  ),
  "a ticket's subject": (typed) => tidySubject(typed) || null,
  "a subject made of a message": (typed) => deriveSubject(typed) || null,
};

/** The ways in for texts of several lines. */
const TEXTS: Readonly<Record<string, WayIn>> = {
  "a form's long text": form("long_text"),
  "a file's attribute": (typed) => {
    const attribute: Attribute = { key: "size", label: "Size", type: "text", choices: [], position: 0 };
    const read = createRowReader(
      ["name", "email", "attribute:size"],
      ["Name", "E-mail", "Size"],
      [attribute],
    );
    const result = read({ line: 2, cells: ["Ann", "a@example.com", typed] });
    return (result.kind === "read" && result.details.custom?.size) || null;
  },
  "an agent's value": schema(
    (value) => DetailWrite.safeParse({ field: "custom:a", value }),
    ({ value }) => value,
  ),
  "a note": schema(
    (text) => NoteWrite.safeParse({ text }),
    ({ text }) => text,
  ),
  "a message": (typed) => {
    try {
      return readMessageText(typed, 0);
    } catch {
      return null; // refused as empty
    }
  },
};

const INVISIBLE: Readonly<Record<string, string>> = {
  "zero-width spaces": "\u200b\u200b",
  "zero-width joiners": "\u200c\u200d",
  "soft hyphens": "\u00ad",
  "a Hangul filler": "\u3164",
  "a half-width Hangul filler": "\uffa0",
  "Hangul jamo fillers": "\u115f\u1160",
  "a word joiner": "\u2060",
  "a byte order mark": "\ufeff",
  "marks of direction": "\u200e\u200f\u061c",
  "overrides of direction": "\u202d\u202e\u202c",
  "isolates of direction": "\u2066\u2069",
  "a combining grapheme joiner": "\u034f",
  "a Mongolian vowel separator": "\u180e",
  "Khmer inherent vowels": "\u17b4\u17b5",
  "variation selectors": "\ufe0f\u{e0100}",
  "tag characters": "\u{e0041}\u{e007f}",
  "ideographic and no-break spaces": "\u3000\u00a0\u2003",
  "control characters": "\u0000\u0007\u009f",
  "several of them, with spaces": " \u200b \u3164\u00ad \t ",
};

describe.each(Object.entries({ ...LINES, ...TEXTS }))("%s", (_, store) => {
  it.each(Object.entries(INVISIBLE))("R7, R27: of nothing but %s is empty", (__, typed) => {
    expect(store(typed)).toBeNull();
  });

  it("is stored in the one form of texts", () => {
    expect(store("  Jose\u0301 Mu\u0308ller\u0000 ")).toBe("José Müller");
    expect(store("می\u200cخواهم")).toBe("می\u200cخواهم");
    expect(store("Ann 👩‍👩‍👧")).toBe("Ann 👩‍👩‍👧");
  });
});

describe.each(Object.entries(LINES))("%s", (_, store) => {
  it.each([
    ["an override", "Ann\u202egpj.exe"],
    ["an override that ends", "Ann\u202egpj\u202c.exe"],
    ["the other override", "Ann\u202dgpj.exe"],
    ["embeddings", "\u202aAnn\u202cgpj\u202b.exe"],
    ["isolates", "\u2066Ann\u2069\u2067gpj\u2068.exe"],
    ["what nobody sees", "Ann\u200bg\u00adp\u2060j\ufeff.exe"],
  ])("R7, R27: loses %s", (__, typed) => {
    expect(store(typed)).toBe("Anngpj.exe");
  });
});

describe("texts", () => {
  it.each(["Ann\nLee", "Ann\r\nLee", "Ann\tLee", "Ann\u2028Lee", "Ann \u00a0 Lee"])(
    "R27: a text of one line has no line breaks and tabs: %j",
    (typed) => {
      expect(tidyLine(typed)).toBe("Ann Lee");
      expect(form("name")(typed)).toBe("Ann Lee");
    },
  );

  const PNG = { type: "image/png", extensions: ["png"] };
  it.each([
    ["photo\u202egnp.exe", "photognp.exe.png"],
    ["\u2066photo\u2069.png", "photo.png"],
    ["\u200b\u3164.png", "file.png"],
    ["pho\u00adto\u200b.png", "photo.png"],
  ])("R27: the name of a file is %j as %j", (given, name) => {
    expect(fileName(encodeURIComponent(given), PNG)).toBe(name);
  });
});
