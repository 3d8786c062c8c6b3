import { expect, it } from "vitest";
import {
  allowAddresses,
  isPublicAddress,
  parseAddressRange,
} from "../../../../server/platform/http-client/public-address.ts";

it.each([
  ["203.0.114.1", true],
  ["2606:4700::1111", true],
  ["127.0.0.1", false],
  ["10.1.2.3", false],
  ["172.16.0.1", false],
  ["192.168.1.1", false],
  ["100.64.0.1", false],
  ["100.100.100.200", false],
  ["169.254.169.254", false],
  ["168.63.129.16", false],
  ["192.0.0.192", false],
  ["192.0.2.1", false],
  ["198.18.0.1", false],
  ["0.0.0.0", false],
  ["224.0.0.1", false],
  ["240.0.0.1", false],
  ["255.255.255.255", false],
  ["::1", false],
  ["::", false],
  ["::127.0.0.1", false],
  ["fe80::1", false],
  ["fe80::1%eth0", false],
  ["fec0::1", false],
  ["fd00::1", false],
  ["fd00:ec2::254", false],
  ["ff02::1", false],
  ["::ffff:127.0.0.1", false],
  ["::ffff:10.0.0.1", false],
  ["::ffff:168.63.129.16", false],
  ["64:ff9b::7f00:1", false],
  ["64:ff9b:1::7f00:1", false],
  ["2002:7f00:1::", false],
  ["2001::7f00:1", false],
  ["2001:db8::1", false],
  ["3fff::1", false],
  ["4000::1", false],
  ["localhost", false],
  ["", false],
])("the address %s is public: %s", (address, expected) => {
  expect(isPublicAddress(address)).toBe(expected);
});

it.each([
  ["10.0.0.0/8", "10.200.0.1", true],
  ["10.0.0.0/8", "11.0.0.1", true], // public anyway
  ["10.0.0.0/8", "192.168.0.1", false],
  ["10.0.0.0/8", "::ffff:10.1.1.1", true],
  ["10.0.0.0/8", "fd00::1", false],
  ["127.0.0.1", "127.0.0.1", true],
  ["127.0.0.1", "127.0.0.2", false],
  ["fd00::/8", "fd12::1", true],
  ["::1", "::1", true],
])("the setting %s allows %s: %s", (range, address, expected) => {
  const parsed = parseAddressRange(range);
  expect(parsed && allowAddresses([parsed])(address)).toBe(expected);
});

it.each(["", "10", "10.0.0.0/33", "10.0.0.0/", "0x0a.0.0.1", "example.com", "10.0.0.0/8/8", "fd00::/129"])(
  "%j is no range of addresses",
  (text) => {
    expect(parseAddressRange(text)).toBeNull();
  },
);
