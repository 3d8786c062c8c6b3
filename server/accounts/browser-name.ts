import { recognizeDevice } from "../platform/http/recognize-device.ts";

/** A browser as people call it: `Firefox 128 on Linux`; empty if the User-Agent header says nothing. */
export function browserName(userAgent: string): string {
  const { browser, os } = recognizeDevice(userAgent);
  return [browser, os].filter(Boolean).join(" on ");
}
