import Bowser from "bowser";

export interface RecognizedDevice {
  readonly browser: string;
  readonly os: string;
  /** desktop, mobile, tablet, tv, bot; empty if unknown. */
  readonly kind: string;
}

/** The size of the cache. */
const MAX_CACHED = 1_000;
/** Longer than any browser's header. The rest is not parsed, and such a header is not cached. */
const MAX_LENGTH = 500;
const cache = new Map<string, RecognizedDevice>();

/** Browser, system and kind of device from a User-Agent header (RFC 9110, section 10.1.5), which may be false. */
export function recognizeDevice(userAgent: string): RecognizedDevice {
  const cached = cache.get(userAgent);
  if (cached) return cached;
  const device = userAgent ? parse(userAgent.slice(0, MAX_LENGTH)) : { browser: "", os: "", kind: "" };
  if (userAgent.length > MAX_LENGTH) return device;
  if (cache.size >= MAX_CACHED) cache.clear();
  cache.set(userAgent, device);
  return device;
}

function parse(userAgent: string): RecognizedDevice {
  const { browser, os, platform } = Bowser.parse(userAgent);
  const [major = ""] = (browser.version ?? "").split(".");
  return {
    browser: [browser.name, major].filter(Boolean).join(" "),
    os: [os.name, os.versionName ?? os.version].filter(Boolean).join(" "),
    kind: platform.type ?? "",
  };
}
