/** The longest address, in characters. */
const MAX_ADDRESS = 2_000;

/**
 * Reads the address of a request: http or https, of any port, without a user or a password. A number as the host, such as
 * `http://2130706433/`, is read as the IP address that it is.
 *
 * @returns null: no such address
 */
export function readTarget(address: string): URL | null {
  if (address.length > MAX_ADDRESS || !URL.canParse(address)) return null;
  const url = new URL(address);
  const isHttp = url.protocol === "http:" || url.protocol === "https:";
  return isHttp && url.hostname && !url.username && !url.password ? url : null;
}
