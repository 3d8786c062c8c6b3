import { beforeEach, expect, it } from "vitest";
import * as z from "zod/mini";
import packageJson from "../../../package.json" with { type: "json" };
import { DoctorAnswer } from "../../../shared/doctor.ts";
import { setUpFoyer } from "../../support/agent.ts";
import { addProperty, rowsOf, type TestApp, testApp } from "../../support/app.ts";
import { BrowserVisitor } from "../../support/browser-visitor.ts";
import { describeEachDatabase } from "../../support/databases.ts";

describeEachDatabase("the answer to Foyer.doctor()", (open) => {
  let test: TestApp;
  beforeEach(async () => {
    test = await testApp(await open());
  });

  const ask = async (from: BrowserVisitor, token = from.token) => {
    const response = await from.post("doctor", { token });
    expect(response.headers.get("access-control-allow-origin")).toBe("https://example.com");
    return [response.status, await response.json()] as const;
  };

  it("has the version, the time and the current script's folder", async () => {
    const property = await addProperty(test.deps);
    const visitor = new BrowserVisitor(test.app, property);
    const [status, answer] = await ask(visitor);
    expect(status).toBe(200);
    expect(z.parse(DoctorAnswer, answer)).toEqual({
      version: packageJson.version,
      time: test.clock.now(),
      allowed: true,
      files: expect.stringMatching(/^assets\/shop000001-[\w-]{8}\/$/),
      token: null,
    });
    const script = await (await test.app.request(`/w/${property}.js`)).text();
    expect(script).toContain(z.parse(DoctorAnswer, answer).files);
    expect(await rowsOf(test, "visitors"), "it stores nothing").toEqual([]);
  });

  it("tells pages of other sites that they are not allowed, and not which are", async () => {
    const property = await addProperty(test.deps, { allowedOrigins: ["https://secret.example"] });
    const [status, answer] = await ask(new BrowserVisitor(test.app, property));
    expect([status, answer]).toMatchObject([200, { allowed: false }]);
    expect(JSON.stringify(answer)).not.toContain("secret");
  });

  it("tells why a token is refused", async () => {
    const { browser: admin, property } = await setUpFoyer(test);
    const elsewhere = await addProperty(test.deps, {}, "other00001");
    const [visitor, foreign] = [property, elsewhere].map((id) => new BrowserVisitor(test.app, id));
    if (!visitor || !foreign) throw new Error("There are two");
    await visitor.visit();
    await foreign.visit();
    const codes = [];
    for (const token of [visitor.token, "x", foreign.token])
      codes.push(((await ask(visitor, token))[1] as DoctorAnswer).token);
    await admin.send("PUT", `/api/properties/${property}/visitors/${visitor.id}/block`);
    await visitor.visit();
    codes.push(((await ask(visitor))[1] as DoctorAnswer).token);
    expect(codes).toEqual([null, "token_invalid", "token_foreign", "visitor_blocked"]);
  });

  it.each([
    ["no property", "nosuch0001", { token: "" }, 404, "property_unknown"],
    ["no token", "shop000001", {}, 422, "invalid_request"],
    ["a long token", "shop000001", { token: "x".repeat(1_001) }, 422, "invalid_request"],
  ])("refuses %s", async (_, property, body, status, code) => {
    await addProperty(test.deps);
    const response = await new BrowserVisitor(test.app, property).post("doctor", body);
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([status, code]);
  });
});
