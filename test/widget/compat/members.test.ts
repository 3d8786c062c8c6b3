// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import guide from "../../../server/docs/moving-in.md?raw";
import { createChatwoot } from "../../../widget/compat/chatwoot/chatwoot.ts";
import { createCrisp } from "../../../widget/compat/crisp/crisp.ts";
import { createIntercom } from "../../../widget/compat/intercom/intercom.ts";
import { extendTawk, type TawkApi } from "../../../widget/compat/tawk/tawk.ts";
import { CHATWOOT, CRISP, INTERCOM, type Member, TAWK } from "./members.ts";
import { clearPage, createRecorder, type Recorder } from "./recorder.ts";

const VENDORS = { tawk: TAWK, chatwoot: CHATWOOT, intercom: INTERCOM, crisp: CRISP } as const;

/** Makes a vendor's interface. @returns a function that uses one of its members as a page does */
const CALLERS: Readonly<Record<keyof typeof VENDORS, (recorder: Recorder) => (member: Member) => unknown>> = {
  tawk({ start }) {
    const api: TawkApi = {};
    extendTawk(api, start);
    return ({ member, args }) => (api[member] as (...args: readonly unknown[]) => unknown)(...args);
  },
  chatwoot({ start }) {
    const chatwoot = createChatwoot(start, {}, undefined);
    return ({ member, args }) => (chatwoot[member] as (...args: readonly unknown[]) => unknown)(...args);
  },
  intercom({ start }) {
    const intercom = createIntercom(start);
    intercom("boot", {});
    return ({ member, args }) => intercom(member, ...args);
  },
  crisp({ foyer }) {
    const crisp = createCrisp(foyer);
    return ({ member, args }) => {
      const [verb = "", ...key] = member.split(" ");
      if (verb === "on") return crisp.push(["on", key.join(), args[0]]);
      return crisp.push(args.length ? [verb, key.join(), args] : [verb, key.join()]);
    };
  },
};

let warnings: string[];
beforeEach(() => {
  warnings = [];
  vi.spyOn(console, "warn").mockImplementation((text) => void warnings.push(`${text}`));
});
afterEach(() => {
  vi.restoreAllMocks();
  clearPage();
});

const named = ({ member, args }: Member) => `${member} ${JSON.stringify(args)}`;

describe.each(Object.keys(VENDORS) as (keyof typeof VENDORS)[])("the members of %s", (vendor) => {
  it.each(VENDORS[vendor].map((one) => [named(one), one] as const))("%s", async (_, one) => {
    const recorder = createRecorder();
    const call = CALLERS[vendor](recorder);
    recorder.calls.length = 0;
    call(one);
    await Promise.resolve(); // Crisp tells who the visitor is after the turn
    expect(recorder.calls).toEqual(one.calls);
    call(one);
    expect(warnings).toHaveLength(one.isMissing ? 1 : 0);
  });

  it("are what the guide says", () => {
    const [, section = ""] = guide.split(`<!-- members of ${vendor} -->`);
    const rows = [...(section.split("<!--")[0]?.matchAll(/^\| `([^`]+)`[^|]*\|([^|]*)\|$/gm) ?? [])];
    const inGuide = rows.map(
      ([, member, effect]) => `${member} ${/no effect/.test(effect ?? "") ? "missing" : "works"}`,
    );
    const mine = VENDORS[vendor].map(
      ({ member, isMissing }) => `${member} ${isMissing ? "missing" : "works"}`,
    );
    // a member that has an effect with some arguments only stands in the guide as one that works
    const expected = new Set(
      mine.filter((one) => one.endsWith("works") || !mine.includes(one.replace(/missing$/, "works"))),
    );
    expect([...inGuide].sort()).toEqual([...expected].sort());
  });
});
