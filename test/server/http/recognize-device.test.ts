import { expect, it } from "vitest";
import { recognizeDevice } from "../../../server/platform/http/recognize-device.ts";

const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

it("the device of a browser is cached, and that of an overlong user agent is not", () => {
  const device = recognizeDevice(FIREFOX);
  expect(device).toEqual({ browser: "Firefox 140", os: "Linux", kind: "desktop" });
  expect(recognizeDevice(FIREFOX)).toBe(device);
  const long = FIREFOX + " ".repeat(60_000);
  expect(recognizeDevice(long)).toEqual(device);
  expect(recognizeDevice(long)).not.toBe(recognizeDevice(long));
});
