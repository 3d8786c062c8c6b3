import { beforeAll, describe, expect, it } from "vitest";
import { RecordedBody } from "../../../shared/webhook-source.ts";
import { rowsOf } from "../../support/app.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { bodyOf, SIGNING_SECRET, SourceWorld, valuesOf } from "./support.ts";

/** One body of each provider; `map-body.test.ts` reads the whole corpus. */
const BODIES = [
  "typeform-contact",
  "calendly-created",
  "stripe-customer",
  "shopify-customer",
  "woocommerce-order",
  "other-form",
].map(bodyOf);

describeEachDatabase("recorded bodies of the providers", (open) => {
  let world: SourceWorld;
  beforeAll(async () => {
    world = await SourceWorld.open(await open());
  });

  describe.each(BODIES.map((body) => [body.name, body] as const))("%s", (_, body) => {
    it("R36: waits, is mapped, becomes the right contact when it is run, and a second run changes nothing", async () => {
      const { source, path } = await world.create(body.provider, body.name);
      const signing = await world.save(source, { signingSecret: SIGNING_SECRET, country: "GB" });
      expect((await world.send(path, body)).status).toBe(202);
      await world.process();
      const [recorded] = await world.bodies(source);
      expect(recorded).toMatchObject({ state: "waiting", outcome: null, isVerified: true, person: null });
      const ofBody = `${world.base}/${source.id}/bodies/${recorded?.id}`;
      const { suggested } = await world.admin.ok(RecordedBody, "GET", ofBody);

      await world.save(signing, { mapping: suggested, isActive: true });
      await world.admin.send("POST", `${world.base}/${source.id}/run`, { which: "waiting" });
      await world.process();
      const { outcome, leftOut = 0, ...expected } = body.becomes;
      const [first] = await world.bodies(source);
      expect(first).toMatchObject({ state: "done", outcome, reason: "" });
      expect(first?.leftOut).toHaveLength(leftOut);
      const contact = await world.contact(first?.person?.id ?? "");
      expect(contact.source).toBe("api");
      expect(valuesOf(contact)).toMatchObject(expected);

      const details = await rowsOf(world.test, "details");
      expect(await (await world.send(path, body)).json()).toEqual({ received: true, known: true });
      expect(await world.bodies(source)).toHaveLength(1);
      await world.admin.send("POST", `${ofBody}/run`);
      await world.process();
      expect(await world.bodies(source)).toMatchObject([{ outcome: "unchanged", person: first?.person }]);
      expect(await rowsOf(world.test, "details")).toEqual(details);
    });
  });

  it("R11: the value of an agent outranks that of a source", async () => {
    const [jenny] = (await world.contacts()).filter(({ name }) => name === "Jenny Rosen");
    const contact = `/api/properties/${world.property}/contacts/${jenny?.id}`;
    await world.admin.send("PATCH", contact, { name: "Jennifer Rosen" });
    const { path, source } = await world.active("stripe");
    await world.send(path, bodyOf("stripe-customer"));
    await world.process();
    expect(await world.bodies(source)).toMatchObject([{ person: { id: jenny?.id } }]);
    expect((await world.contact(jenny?.id ?? "")).name).toBe("Jennifer Rosen");
  });
});
