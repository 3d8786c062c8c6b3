import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { PROPERTY, withData, withProperty } from "../support/prepared-data.ts";
import { runServer, type ServerProcess, startServer } from "../support/server.ts";

let server: ServerProcess;
beforeAll(async () => {
  server = await startServer({}, withProperty());
});
afterAll(() => server.stop());

const foyer = (...args: string[]) => runServer({ FOYER_DATA: server.data }, args);

it("the command line works beside a running server, which keeps answering", async () => {
  const path = join(server.data, "people.csv");
  const rows = Array.from({ length: 2_000 }, (_, at) => `Person ${at},person${at}@example.com`);
  writeFileSync(path, ["Name,E-mail", ...rows].join("\n"));
  let answers = 0;
  let asking = true;
  const asked = (async () => {
    while (asking) answers += (await fetch(`${server.url}/w/${PROPERTY}.js`)).ok ? 1 : 0;
  })();
  const imported = await foyer("import", path, "--property", PROPERTY);
  asking = false;
  await asked;
  expect(imported).toMatchObject({ code: 0, stderr: expect.stringContaining("Import: 100 %") });
  expect(imported.stdout).toContain("2000 rows: 2000 new");
  expect(answers).toBeGreaterThan(5);
  const count = await withData(server.data, ({ read }) =>
    read.selectFrom("visitors").select("id").where("contact_since", "is not", null).execute(),
  );
  expect(count).toHaveLength(2_000);
  const exported = await foyer("export");
  expect(exported.stdout.split("\n")).toHaveLength(2_002);
  expect(await foyer("export", "--property", "none")).toMatchObject({
    code: 1,
    stderr: expect.stringContaining(`There is no property none. The properties are:\n  ${PROPERTY}  Shop`),
  });
});
