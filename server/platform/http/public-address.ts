import ipaddr from "ipaddr.js";

/**
 * Whether an IP address is one of the public internet: not of this machine, of a local network, of a cloud's metadata service, or one
 * that hides such an address in it (IPv4-mapped, 6to4, NAT64).
 */
export function isPublicAddress(address: string): boolean {
  // parses IPv4-mapped addresses as IPv4
  return ipaddr.isValid(address) && ipaddr.process(address).range() === "unicast";
}
