import Bowser from "bowser";

export interface RecognisedDevice {
  readonly browser: string;
  readonly os: string;
  /** desktop, mobile, tablet, tv, bot; empty if it can't be told. */
  readonly kind: string;
}

const KEPT = 1_000;
/** Longer than any browser's; what lies beyond is neither read nor remembered. */
const MAX_LENGTH = 500;
const recognised = new Map<string, RecognisedDevice>();

/** Browser, system and kind of device from a User-Agent header (RFC 9110, section 10.1.5); the header may lie. */
export function recogniseDevice(userAgent: string): RecognisedDevice {
  const kept = recognised.get(userAgent);
  if (kept) return kept;
  const device = userAgent ? parse(userAgent.slice(0, MAX_LENGTH)) : { browser: "", os: "", kind: "" };
  if (userAgent.length > MAX_LENGTH) return device;
  if (recognised.size >= KEPT) recognised.clear();
  recognised.set(userAgent, device);
  return device;
}

function parse(userAgent: string): RecognisedDevice {
  const { browser, os, platform } = Bowser.parse(userAgent);
  const [major = ""] = (browser.version ?? "").split(".");
  return {
    browser: [browser.name, major].filter(Boolean).join(" "),
    os: [os.name, os.versionName ?? os.version].filter(Boolean).join(" "),
    kind: platform.type ?? "",
  };
}
