import ipaddr from "ipaddr.js";

/** An address and the length of its prefix, bits: `10.0.0.0/8`. */
export type AddressRange = readonly [ipaddr.IPv4 | ipaddr.IPv6, number];

/** All addresses of the public internet that are assigned (RFC 4291), and those of documentation in it (RFC 9637). */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR("2000::/3");
const DOCUMENTATION = ipaddr.IPv6.parseCIDR("3fff::/20");
/** Azure's service for virtual machines has a public address, and answers only them. */
const AZURE_SERVICE = "168.63.129.16";

/**
 * Whether an IP address is one of the public internet: not of this machine, of a local network, of a cloud's metadata service, or one
 * that hides such an address in it (IPv4-mapped, 6to4, NAT64).
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  // parses IPv4-mapped addresses as IPv4
  const parsed = ipaddr.process(address);
  if (parsed.range() !== "unicast") return false;
  return parsed instanceof ipaddr.IPv6
    ? parsed.match(GLOBAL_UNICAST) && !parsed.match(DOCUMENTATION)
    : parsed.toString() !== AZURE_SERVICE;
}

/** Reads `10.0.0.0/8` or `10.1.2.3`; null: neither. */
export function parseAddressRange(text: string): AddressRange | null {
  const [address = ""] = text.split("/");
  // other notations, such as 10.1 or 0x0a000001, are not what somebody means to allow
  if (!ipaddr.IPv4.isValidFourPartDecimal(address) && !ipaddr.IPv6.isValid(address)) return null;
  if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text);
  if (text.includes("/")) return null;
  const parsed = ipaddr.parse(text);
  return [parsed, parsed.kind() === "ipv4" ? 32 : 128];
}

/** Makes the check of addresses: public ones are allowed, and those in the ranges. */
export function allowAddresses(ranges: readonly AddressRange[]): (address: string) => boolean {
  const isInRange = (address: string) => {
    if (!ipaddr.isValid(address)) return false;
    const parsed = ipaddr.process(address);
    return ranges.some(([base, bits]) => parsed.kind() === base.kind() && parsed.match(base, bits));
  };
  return (address) => isPublicAddress(address) || isInRange(address);
}
