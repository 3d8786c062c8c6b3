import { expect, it } from "vitest";
import { recogniseDevice } from "../../../server/visitors/recognize-device.ts";

const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

it("a browser is recognised once, and what no browser says is not remembered", () => {
  const device = recogniseDevice(FIREFOX);
  expect(device).toEqual({ browser: "Firefox 140", os: "Linux", kind: "desktop" });
  expect(recogniseDevice(FIREFOX)).toBe(device);
  const long = FIREFOX + " ".repeat(60_000);
  expect(recogniseDevice(long)).toEqual(device);
  expect(recogniseDevice(long)).not.toBe(recogniseDevice(long));
});
