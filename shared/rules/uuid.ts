/** The shape of a UUID version 7 (RFC 9562, section 5.7), in lower case. */
export const UUID_V7 = /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

let lastTime = 0;
let counter = 0;

/**
 * Makes a UUIDv7 whose text sorts in the order of making within one process or tab (RFC 9562, section 6.2,
 * method 1: the 12 bits behind the time count up within a millisecond, and borrow the next one when they overflow).
 *
 * @param now milliseconds since 1970; a clock that goes back does not break the order
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
  const time = lastTime.toString(16).padStart(12, "0");
  let tail = "";
  for (let i = 0; i < 8; i++) {
    const byte = random[i] as number;
    tail += (i ? byte : (byte & 0x3f) | 0x80).toString(16).padStart(2, "0");
  }
  const count = counter.toString(16).padStart(3, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${count}-${tail.slice(0, 4)}-${tail.slice(4)}`;
}
