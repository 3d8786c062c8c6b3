// @vitest-environment happy-dom
import { cleanup, render, screen, within } from "@testing-library/preact";
import { afterEach, describe, expect, it } from "vitest";
import { readDocument } from "../../server/dashboard/api-docs/document.ts";
import { Prose } from "../../server/dashboard/api-docs/prose.tsx";
import { curlOf, exampleCurl, makeRequest } from "../../server/dashboard/api-docs/request.ts";
import { schemaFields } from "../../server/dashboard/api-docs/schema-fields.ts";
import { SchemaTable } from "../../server/dashboard/api-docs/schema-table.tsx";
import { viewOf } from "../../server/dashboard/api-docs/view.ts";

afterEach(cleanup);

const text = { type: "string" };
const SCHEMA = {
  type: "object",
  required: ["kind", "people"],
  properties: {
    kind: { type: "string", enum: ["lead", "customer"], description: "Read `customer` as *paying*." },
    people: {
      type: "array",
      maxItems: 20,
      items: { type: "object", required: ["name"], properties: { name: { ...text, maxLength: 100 } } },
    },
    note: { anyOf: [{ type: "string", minLength: 1 }, { type: "null" }] },
    tags: { type: "array", items: { ...text, minLength: 1, maxLength: 5 } },
    attributes: {
      type: "object",
      propertyNames: { type: "string", pattern: "^[a-z]+$" },
      additionalProperties: { type: ["string", "number"] },
    },
    parent: { $ref: "#/components/schemas/Parent" },
  },
};
const COMPONENTS = {
  Parent: { type: "object", properties: { parent: { $ref: "#/components/schemas/Parent" } } },
};

/** The cells of a table's body, row by row. */
const rowsOf = (name: string) =>
  within(screen.getByRole("table", { name }))
    .getAllByRole("row")
    .slice(1)
    .map((row) => [...row.children].map((cell) => cell.textContent));

describe("the table of a schema", () => {
  it("has a row for each field at every level, with type, bounds, values and description", () => {
    render(<SchemaTable label="Body" fields={schemaFields(SCHEMA, COMPONENTS)} isInput={true} />);
    expect(rowsOf("Body").slice(0, 7)).toEqual([
      ["kindrequired", 'stringRead customer as *paying*."lead""customer"'],
      ["peoplerequired", "array of objects · at most 20 items"],
      ["people[].namerequired", "string · at most 100 characters"],
      ["note", "string or null · at least 1 character"],
      ["tags", "array of strings · each 1 to 5 characters"],
      ["attributes", "object"],
      ["attributes.{key}", "string or numbername matches ^[a-z]+$"],
    ]);
  });

  it("ends where a schema contains itself", () => {
    const fields = schemaFields(SCHEMA, COMPONENTS).filter(({ name }) => name === "parent");
    expect(fields.length).toBeGreaterThan(1);
    expect(fields.length).toBeLessThan(10);
  });

  it("has the fields of all parts that must match together, and of all of which one must", () => {
    const one = { type: "object", properties: { kind: { const: "chat" }, text }, required: ["kind", "text"] };
    const other = { type: "object", properties: { kind: { const: "call" } }, required: ["kind"] };
    const schema = { allOf: [{ type: "object", properties: { id: text }, required: ["id"] }] };
    expect(schemaFields(schema, {})).toMatchObject([{ name: "id", isRequired: true }]);
    expect(schemaFields({ oneOf: [one, other] }, {})).toMatchObject([
      { name: "kind", isRequired: true, values: ['"chat"', '"call"'] },
      { name: "text" },
    ]);
  });
});

describe("a description", () => {
  it("becomes headings, paragraphs, lists and code, and never markup of its own", () => {
    const words = "## Keys\n\nSend `<b>key</b>`.\n\nScopes:\n- `a`: <img src=x onerror=alert(1)>\n- b";
    const { container } = render(<Prose text={words} />);
    expect(screen.getByRole("heading", { name: "Keys" })).toBeTruthy();
    expect(screen.getByText("<b>key</b>").tagName).toBe("CODE");
    expect(screen.getAllByRole("listitem").map(({ textContent }) => textContent)).toEqual([
      "a: <img src=x onerror=alert(1)>",
      "b",
    ]);
    expect(container.querySelector("img, b")).toBeNull();
  });
});

describe("the example of a request", () => {
  const DOCUMENT = readDocument({
    tags: [{ name: "Notes" }, { name: "Empty" }],
    paths: {
      "/contacts/{id}/notes": {
        post: {
          operationId: "createNote",
          tags: ["Notes"],
          parameters: [
            { name: "id", in: "path", required: true, schema: text, example: "V/1" },
            { name: "view", in: "query", schema: text, example: "a&b" },
          ],
          requestBody: { content: { "application/json": { schema: {}, example: { text: "It's 1" } } } },
        },
      },
    },
  });
  const [operation] = DOCUMENT.groups.flatMap(({ operations }) => operations);
  if (!operation) throw new Error("The operation was not read");

  it("is a command that a shell passes on as it is", () => {
    expect(exampleCurl(operation, "https://example.com/api/v1")).toBe(
      [
        "curl 'https://example.com/api/v1/contacts/V%2F1/notes?view=a%26b' \\",
        '  -H "Authorization: Bearer $FOYER_KEY" \\',
        '  -H "Content-Type: application/json" \\',
        `  -d '{\n    "text": "It'\\''s 1"\n  }'`,
      ].join("\n"),
    );
    const deletion = { ...operation, method: "DELETE", path: "/notes", body: null };
    expect(curlOf(makeRequest(deletion, {}, null, "k"), "https://example.com")).toBe(
      'curl -X DELETE https://example.com/notes \\\n  -H "Authorization: Bearer k"',
    );
  });

  it("reads a body that is a file from the disk", () => {
    const upload = {
      operationId: "upload",
      tags: ["Files"],
      requestBody: { content: { "application/octet-stream": { schema: { type: "string" } } } },
    };
    const { groups } = readDocument({ tags: [{ name: "Files" }], paths: { "/files": { post: upload } } });
    const [first] = groups.flatMap(({ operations }) => operations);
    expect(first && exampleCurl(first, "https://example.com")).toBe(
      [
        "curl -X POST https://example.com/files \\",
        '  -H "Authorization: Bearer $FOYER_KEY" \\',
        '  -H "Content-Type: application/octet-stream" \\',
        "  --data-binary @FILE",
      ].join("\n"),
    );
  });

  it("is found by its ID in an address, and by nothing that the document does not have", () => {
    expect(viewOf(DOCUMENT, "#createNote")).toMatchObject({ kind: "group", id: "createNote" });
    expect(viewOf(DOCUMENT, "#Notes")).toMatchObject({ kind: "group", id: "Notes" });
    for (const hash of ["", "#", "#Empty", "#%", "#__proto__"])
      expect(viewOf(DOCUMENT, hash).kind, hash).toBe("start");
  });

  it("is not made from what is no OpenAPI document", () => {
    for (const json of [null, [], "text", {}, { paths: [] }])
      expect(() => readDocument(json)).toThrow("no operation");
  });
});
