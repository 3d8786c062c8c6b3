import { beforeEach, expect, it } from "vitest";
import { createBus } from "../../../server/platform/bus.ts";
import type { Database } from "../../../server/platform/database/open.ts";
import { createPropertyStore, type PropertyStore, updateProperty } from "../../../server/properties/store.ts";
import type { FoyerEvent } from "../../../shared/event.ts";
import { defaultSettings } from "../../../shared/property.ts";
import { addProperty } from "../../support/app.ts";
import { testClock } from "../../support/clock.ts";
import { describeEachDatabase } from "../../support/databases.ts";

describeEachDatabase("the property store", (open) => {
  const clock = testClock();
  /** Writes without the events that this process receives. */
  let otherProcess: Database;
  let database: Database;
  let store: PropertyStore;
  let id: string;
  beforeEach(async () => {
    const bus = createBus<FoyerEvent>((error) => {
      throw error;
    });
    otherProcess = await open();
    database = otherProcess.publishingTo(bus.emit);
    id = await addProperty({ database, now: clock.now });
    store = createPropertyStore({ database, bus, now: clock.now });
  });
  const save = (saving: Database, accent: string, version: number) =>
    saving.write((tx) =>
      updateProperty(tx, {
        id,
        settings: { ...defaultSettings("Shop", "UTC"), accent },
        version,
        now: clock.now(),
      }),
    );

  it("returns the same object while nothing changes, and reads another process's save within five seconds", async () => {
    const before = await store.get(id);
    await save(otherProcess, "#ff0000", 1);
    clock.pass(4_999);
    expect(await store.get(id)).toBe(before);
    clock.pass(1);
    const after = await store.get(id);
    expect(after).toMatchObject({ version: 2, settings: { accent: "#ff0000" } });
    clock.pass(60_000);
    expect(await store.get(id)).toBe(after);
  });

  it("reads this process's own save at once", async () => {
    await store.get(id);
    await save(database, "#ff0000", 1);
    expect((await store.get(id)).version).toBe(2);
  });

  it("does not cache the result of a query during which the settings were saved", async () => {
    const reading = store.get(id);
    await save(database, "#ff0000", 1);
    await reading;
    expect((await store.get(id)).version).toBe(2);
  });

  it("finds a property as soon as it exists", async () => {
    expect(await store.find("aaaaaaaaaa")).toBeNull();
    await expect(store.get("aaaaaaaaaa")).rejects.toMatchObject({ problem: { code: "property_unknown" } });
    await addProperty({ database, now: clock.now }, {}, "aaaaaaaaaa");
    expect(await store.find("aaaaaaaaaa")).toMatchObject({ id: "aaaaaaaaaa" });
  });

  it("finds a cached property a hundred thousand times in half a second", async () => {
    await store.get(id);
    const start = performance.now();
    for (let time = 0; time < 100_000; time++) await store.find(id);
    expect(performance.now() - start).toBeLessThan(500);
  });
});
