import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runCommand, runCommandLine } from "../../../server/cli/run-command.ts";
import { USAGE } from "../../../server/cli/usage.ts";
import { defineAttribute } from "../../../server/contacts/crm/attributes.ts";
import { addProperty, rowsOf, type TestApp, testApp } from "../../support/app.ts";
import { describeEachDatabase } from "../../support/databases.ts";

describeEachDatabase("the command line, with no server running", (open) => {
  const data = mkdtempSync(join(tmpdir(), "foyer-cli-"));
  let test: TestApp;
  beforeAll(async () => {
    test = await testApp(await open(), { data });
    await addProperty(test.deps);
  });
  afterAll(() => rmSync(data, { recursive: true }));

  const run = (...args: string[]) => runWith(undefined, ...args);
  const runWith = async (interrupted: AbortSignal | undefined, ...args: string[]) => {
    const sink = (texts: string[]) =>
      new Writable({
        write(chunk, _, done) {
          texts.push(String(chunk));
          done();
        },
      });
    const [out, err]: string[][] = [[], []];
    // the clock advances with each reading, so that the command reaches its time-out
    const now = () => {
      test.clock.pass(100);
      return test.clock.now();
    };
    const code = await runCommand({ ...test.deps, now }, args, {
      out: sink(out as string[]),
      err: sink(err as string[]),
      ...(interrupted && { interrupted }),
    });
    return { code, out: (out as string[]).join(""), err: (err as string[]).join("") };
  };
  const file = (name: string, text: string) => {
    writeFileSync(join(data, name), text);
    return join(data, name);
  };
  const people = async () => (await rowsOf(test, "visitors")).map(({ name }) => name).sort();

  it("R17: reports what an import would do, and writes nothing", async () => {
    const path = file("a.csv", "Wer,E-mail,Ort\nAnn,ann@example.com,Bonn\nBen,ben@,\n");
    const { code, out, err } = await run("import", path, "--map", "wer=name", "--dry-run");
    expect(code).toBe(2);
    expect(out).toContain("line 3: refused: “ben@” is not an e-mail address.");
    expect(out).toContain("not imported: the column Ort");
    expect(out).toContain("2 rows: 1 new, 0 updated, 0 unchanged, 0 conflict, 1 refused; 0 of them repeat");
    expect(readFileSync(/The refused rows: (.*)/.exec(out)?.[1] ?? "", "utf8")).toContain('"Ben","ben@",,');
    expect(err).toContain("  Wer: name\n  E-mail: email\n  Ort: not imported\n");
    expect(err).toContain("Dry run: 100 %");
    expect(await people()).toEqual([]);
  });

  it("R16, R19: imports with progress, and exports what it imported", async () => {
    const path = file("b.csv", "Name;E-mail\nAnn;ann@example.com\nBen;ben@example.com\n");
    const { code, out, err } = await run("import", path, "--property", "shop000001");
    expect({ code, err }).toEqual({ code: 0, err: expect.stringContaining("Import: 100 %") });
    expect(out).toContain("2 rows: 2 new");
    expect(await people()).toEqual(["Ann", "Ben"]);
    const exported = await run("export");
    expect(exported).toMatchObject({ code: 0, err: expect.stringContaining("Export: 100 %") });
    const again = await run("import", file("c.csv", exported.out));
    expect(again.out).toContain("2 rows: 0 new, 0 updated, 2 unchanged");
    const target = join(data, "d.csv");
    expect(await run("export", target)).toMatchObject({ code: 0, out: "" });
    expect(readFileSync(target, "utf8")).toBe(exported.out);
  });

  it("R16: imports organizations, tags, notes and attributes too", async () => {
    await test.deps.database.write((tx) =>
      defineAttribute(tx, "shop000001", {
        key: "age",
        label: "Age",
        type: "number",
        choices: [],
        position: 0,
      }),
    );
    const path = file(
      "e.csv",
      "Name,E-mail,Alter,Firma,Tags,Notizen\nEve,eve@example.com,42,Acme,VIP,Hello\n",
    );
    const { out, err } = await run("import", path, "--map", "Alter=attribute:age");
    expect(err).toContain("  Alter: attribute:age\n  Firma: organization\n  Tags: tags\n  Notizen: notes\n");
    expect(out).toContain("1 rows: 1 new");
    const exported = await run("export");
    expect(exported.out).toContain('"Organizations","Tags","Notes","Age"\n');
    expect(exported.out).toContain(',"Eve","eve@example.com",,"Acme","VIP","Hello","42"\n');
    expect((await run("import", file("f.csv", exported.out))).out).toContain("0 new, 0 updated, 3 unchanged");
  });

  it("R18: undoes an import, and lists the imports", async () => {
    const before = await people();
    const { code, out } = await run("import", file("u.csv", "Name,E-mail\nUte,ute@example.com\n"));
    expect(code).toBe(0);
    const id = /foyer undo (\S+)/.exec(out)?.[1] ?? "";
    expect(await people()).toContain("Ute");
    expect((await run("undo")).out).toMatch(new RegExp(`${id}  \\S+ \\S+  done +u\\.csv`));
    const undone = await run("undo", id);
    expect(undone).toMatchObject({ code: 0, out: "The import is undone.\n" });
    expect(undone.err).toContain("Undo: 100 %");
    expect(await people()).toEqual(before);
    expect(await run("undo", id)).toMatchObject({ code: 1, err: expect.stringContaining("current state") });
    expect((await run("undo", "none")).code).toBe(1);
  });

  it("R18: Ctrl-C cancels a dry run, and says that nothing is imported", async () => {
    const before = await people();
    const path = file("x.csv", "Name,E-mail\nXia,xia@example.com\n");
    const { code, err } = await runWith(AbortSignal.abort(), "import", path);
    expect({ code, err }).toEqual({ code: 130, err: expect.stringContaining("Nothing is imported.") });
    expect(await people()).toEqual(before);
  });

  it.each([
    [["--help"]],
    [["-h"]],
    [["help"]],
    [["import", "--help"]],
    [["import", "x.csv", "-h"]],
    [["undo", "--help"]],
    [["export", "--help"]],
    [["seed", "--help"]],
    [["reset-password", "--help"]],
    [["nothing", "--help"]],
  ])("prints the usage for %j, and opens no database", async (args) => {
    const texts: string[] = [];
    const out = new Writable({
      write(chunk, _, done) {
        texts.push(String(chunk));
        done();
      },
    });
    const open = () => Promise.reject(new Error("The database was opened"));
    expect(await runCommandLine({ open, args, terminal: { out, err: out } })).toBe(0);
    expect(texts.join("")).toBe(USAGE);
    expect(await runCommandLine({ open, args: ["nothing"], terminal: { out, err: out } })).toBe(1);
  });

  it.each([
    [["import"], "foyer import FILE"],
    [["nothing"], "foyer import FILE"],
    [["import", "/nowhere/x.csv"], "ENOENT"],
    [["import", "x.csv", "--nonsense"], "--nonsense"],
    [
      ["import", "BAD", "--property", "none"],
      "There is no property none. The properties are:\n  shop000001  Shop",
    ],
    [["import", "BAD"], "Line 2: A quotation mark is opened here and never closed."],
    [["import", "GOOD", "--map", "Nobody=name"], "the file has no such column"],
    [["import", "GOOD", "--map", "Name=nonsense"], "a field is one of visitor_id"],
    [["import", "GOOD", "--map", "Name=attribute:none"], "There is no attribute “none”"],
    [["import", "GOOD", "--map", "Name="], "A column for the name is required"],
  ])("prints an error message for %j", async (args, message) => {
    const files: Record<string, string> = {
      BAD: file("bad.csv", 'Name,E-mail\n"Ann,x\n'),
      GOOD: file("good.csv", "Name,E-mail\nAnn,ann@example.com\n"),
    };
    const { code, err } = await run(...args.map((one) => files[one] ?? one));
    expect(err).toContain(message);
    expect(code).toBe(1);
  });
});
