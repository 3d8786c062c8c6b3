import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runCommand } from "../../../server/cli/run-command.ts";
import { rowsOf, type TestApp, testApp } from "../../support/app.ts";
import { describeEachDatabase } from "../../support/databases.ts";

const sink = (texts: string[]) =>
  new Writable({
    write(chunk, _, done) {
      texts.push(String(chunk));
      done();
    },
  });

describeEachDatabase("the command that writes sample data", (open) => {
  const data = mkdtempSync(join(tmpdir(), "foyer-seed-"));
  let test: TestApp;
  let output = "";
  const seed = async ({ deps }: TestApp, ...args: string[]) => {
    const [out, err]: [string[], string[]] = [[], []];
    const code = await runCommand(deps, ["seed", ...args], { out: sink(out), err: sink(err) });
    return { code, out: out.join(""), err: err.join("") };
  };
  beforeAll(async () => {
    test = await testApp(await open(), { data });
    const { code, out, err } = await seed(test, "--people", "100");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    output = out;
  });
  afterAll(() => rmSync(data, { recursive: true }));

  it("prints the account of the admin, who can sign in with it", async () => {
    const [, email, password] = /Sign in: +(\S+)\nPassword: +(\S+)/.exec(output) ?? [];
    const response = await test.app.request("/api/sign-in", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ email, password }),
    });
    expect(response.status).toBe(200);
  });

  it("creates people with names in many scripts", async () => {
    const names = (await rowsOf(test, "visitors")).map(({ name }) => name ?? "");
    expect(names.length).toBeGreaterThanOrEqual(100);
    for (const script of ["Latin", "Cyrillic", "Arabic", "Hebrew", "Han", "Thai", "Devanagari", "Hangul"])
      expect(
        names.some((name) => new RegExp(`\\p{Script=${script}}`, "u").test(name)),
        script,
      ).toBe(true);
  });

  it("creates every kind of conversation", async () => {
    const conversations = await rowsOf(test, "conversations");
    const kinds = {
      waiting: conversations.filter((one) => one.status === "open" && !one.assignee_id).length,
      closed: conversations.filter((one) => one.status === "closed").length,
      solved: conversations.filter((one) => one.status === "solved").length,
      followUps: conversations.filter((one) => one.follows !== null).length,
      tickets: conversations.filter((one) => one.ticket !== null).length,
      suspicious: conversations.filter((one) => one.suspicious).length,
      rated: conversations.filter((one) => one.rating !== null).length,
    };
    for (const [kind, count] of Object.entries(kinds)) expect(count, kind).toBeGreaterThan(0);
    expect(new Set((await rowsOf(test, "messages")).map(({ kind }) => kind))).toEqual(
      new Set(["message", "note", "event"]),
    );
    expect((await rowsOf(test, "files")).length).toBe(2);
  });

  it("creates an import with a report, merges of which one is undone, suggestions, tags, notes and organizations", async () => {
    const [imported, ...others] = await rowsOf(test, "imports");
    expect(others).toEqual([]);
    expect(imported).toMatchObject({ state: "done" });
    expect(JSON.parse(imported?.report ?? "{}")).toMatchObject({
      counts: { refused: 2 },
      duplicates: 1,
      notImported: ["Colour"],
    });
    const merges = await rowsOf(test, "merges");
    expect(merges.length).toBe(4);
    expect(merges.filter((merge) => merge.undone_at !== null).length).toBe(1);
    for (const table of [
      "suggestions",
      "contact_tags",
      "contact_notes",
      "organizations",
      "saved_answers",
    ] as const)
      expect((await rowsOf(test, table)).length, table).toBeGreaterThan(0);
  });

  it("creates the same people and conversations from the same seed", async () => {
    const again = await testApp(await open(), { data }, 2);
    await seed(again, "--people", "100");
    const contentOf = async (one: TestApp) => ({
      visitors: (await rowsOf(one, "visitors")).map(({ id, name }) => `${id} ${name}`).sort(),
      conversations: (await rowsOf(one, "conversations"))
        .map(({ visitor_id, status, rating, ticket }) => [visitor_id, status, rating, ticket].join(" "))
        .sort(),
    });
    expect(await contentOf(again)).toEqual(await contentOf(test));
  });

  it("refuses a database that is not empty, and writes nothing", async () => {
    const before = (await rowsOf(test, "visitors")).length;
    expect(await seed(test)).toMatchObject({
      code: 1,
      out: "",
      err: expect.stringContaining("is not empty"),
    });
    expect((await rowsOf(test, "visitors")).length).toBe(before);
  });

  it("refuses invalid numbers", async () => {
    expect(await seed(test, "--people", "many")).toMatchObject({
      code: 1,
      err: expect.stringContaining("--people"),
    });
  });
});
