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
