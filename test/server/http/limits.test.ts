import { describe, expect, it } from "vitest";
import { createSignInLimits } from "../../../server/accounts/sign-in-limits.ts";
import { addressFrom, networkOf } from "../../../server/platform/http/address.ts";
import { perNetwork } from "../../../server/platform/http/rate-limit.ts";

describe("the network of an address", () => {
  it.each([
    ["192.0.2.1", "192.0.2.1"],
    ["2001:db8:1:2::1", "2001:db8:1:2::/64"],
    ["2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::/64"],
    ["2001:db8:1:3::1", "2001:db8:1:3::/64"],
    ["::1", "0:0:0:0::/64"],
    ["unknown", "unknown"],
    ["", ""],
  ])("%s is %s", (address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  it("is limited as a whole: a new IPv6 address for each request does not evade a limit", async () => {
    const limit = perNetwork(2);
    await limit.take("2001:db8::1");
    await limit.take("2001:db8::2");
    await expect(limit.take("2001:db8::3")).rejects.toThrow("too_many_requests");
    await limit.take("2001:db8:0:1::1");
  });

  it("R37: is limited with its neighbours: the /64s of a /48, and the addresses of a /24", async () => {
    for (const [addressOf, share] of [
      [(n: number) => `2001:db8:7:${n.toString(16)}::1`, 2],
      [(n: number) => `198.51.100.${n}`, 4],
    ] as const) {
      const limit = perNetwork(50);
      const taken = await Promise.allSettled(Array.from({ length: 250 }, (_, n) => limit.take(addressOf(n))));
      expect(taken.filter(({ status }) => status === "fulfilled")).toHaveLength(50 * share);
      await limit.take("2001:db8:8::1");
      await limit.take("198.51.101.1");
    }
  });

  it("is limited as a whole for signing in, and nobody else is locked out", async () => {
    const limits = createSignInLimits();
    const take = (address: string, knownBrowser: string | null = null) =>
      limits.take({ email: "olga@example.com", address, knownBrowser });
    const attempts = Array.from({ length: 120 }, (_, n) => take(`2001:db8::${n}`));
    const taken = (await Promise.allSettled(attempts)).filter(({ status }) => status === "fulfilled");
    expect(taken).toHaveLength(10);
    await take("192.0.2.1");
    await take("2001:db8::1", "a browser in which she has signed in before");
  });
});

describe("R37: signing in", () => {
  const EMAIL = "olga@example.com";
  const attempt = (address: string, email = EMAIL, knownBrowser: string | null = null) => ({
    email,
    address,
    knownBrowser,
  });

  it("refused attempts take no memory, whatever e-mails they name", async () => {
    const limits = createSignInLimits();
    const results = await Promise.allSettled(
      Array.from({ length: 20_000 }, (_, n) => limits.take(attempt("192.0.2.1", `${n}@example.com`))),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(100);
    const before = process.memoryUsage().heapUsed;
    for (let n = 0; n < 20_000; n++) await limits.take(attempt("192.0.2.1", `${n}@x.org`)).catch(() => null);
    globalThis.gc?.();
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(20_000 * 1_000);
  });

  it("wrong passwords of any number of others lock nobody out, and the log hears of them once", async () => {
    const warnings: unknown[] = [];
    const limits = createSignInLimits({ warn: (entry: unknown) => void warnings.push(entry) });
    for (let address = 0; address < 60; address++)
      for (let n = 0; n < 12; n++) await limits.take(attempt(`10.${address}.0.1`)).catch(() => null);
    expect(warnings).toEqual([{ email: EMAIL }]);
    await limits.take(attempt("192.0.2.1"));
    await limits.take(attempt("192.0.2.1", EMAIL, "a browser in which she has signed in before"));
    await limits.take(attempt("192.0.2.1"));
    await expect(limits.take(attempt("192.0.2.1"))).rejects.toThrow("too_many_requests");
    await limits.take(attempt("192.0.2.1", EMAIL, "a browser in which she has signed in before"));
  });

  it("an address that is refused makes no account count as tried", async () => {
    const limits = createSignInLimits();
    for (let n = 0; n < 500; n++) await limits.take(attempt("192.0.2.1")).catch(() => null);
    for (let n = 0; n < 10; n++) await limits.take(attempt("203.0.113.9"));
  });
});

describe("the address that a trusted proxy saw", () => {
  it.each([
    ["192.0.2.1", "192.0.2.1"],
    ["192.0.2.1:50123", "192.0.2.1"],
    ["2001:db8::1", "2001:db8::1"],
    ["[2001:db8::1]", "2001:db8::1"],
    ["[2001:db8::1]:50123", "2001:db8::1"],
    ["::ffff:192.0.2.1", "192.0.2.1"],
    ["1.2.3.4:x", "unknown"],
    ["198.51.100.9, 192.0.2.1:443", "192.0.2.1"],
  ])("in the header %s is %s", (header, address) => {
    expect(addressFrom("10.0.0.1", header, 1)).toBe(address);
  });
});
