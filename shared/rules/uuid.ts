/** The shape of a UUID version 7 (RFC 9562, section 5.7), in lower case. */
export const UUID_V7 = /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

let lastTime = 0;
let counter = 0;

/**
 * Makes all later UUIDs of this process or tab sort after this one, which another tab or an earlier page has made,
 * perhaps by a clock that was ahead.
 *
 * @param id a UUIDv7
 */
export function continueAfter(id: string): void {
  const time = Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
  const count = Number.parseInt(id.slice(15, 18), 16);
  if (time < lastTime || (time === lastTime && count < counter)) return;
  lastTime = time;
  counter = count;
}

/**
 * Makes a UUIDv7. Within one process or tab, the texts sort in the order in which they were made (RFC 9562, section
 * 6.2, method 1: a 12-bit counter after the timestamp, which takes the next millisecond when it overflows).
 *
 * @param now milliseconds since 1970; the order holds even if the clock goes back
 * @param random 8 random bytes
 */
export function uuidv7(now: number, random: Uint8Array): string {
  if (now > lastTime) {
    lastTime = now;
    counter = 0;
  } else if (++counter > 0xfff) {
    lastTime++;
    counter = 0;
  }
  const hex = (value: number, digits: number) => value.toString(16).padStart(digits, "0");
  let all = `${hex(lastTime, 12)}7${hex(counter, 3)}`;
  for (let i = 0; i < 8; i++) {
    const byte = random[i] as number;
    all += hex(i ? byte : (byte & 0x3f) | 0x80, 2);
  }
  return all.replace(/(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
