/** Tags of BER (ITU-T X.690). */
const [SEQUENCE, SET, OBJECT_ID, OCTETS, OCTETS_IN_PARTS, INTEGER, EXPLICIT] = [
  0x30, 0x31, 0x06, 0x04, 0x24, 0x02, 0xa0,
] as const;
/** The object identifiers 1.2.840.113549.1.7.2 and 1.2.840.113549.1.7.1. */
const SIGNED_DATA = "2a864886f70d010702";
const DATA = "2a864886f70d010701";
/** A value nested deeper than this is none of CMS's. */
const MAX_DEPTH = 16;

interface Value {
  readonly tag: number;
  /** The values that a constructed value contains; empty for a primitive one. */
  readonly parts: readonly Value[];
  readonly bytes: Buffer;
}

/**
 * The mail inside an opaque S/MIME signature: the content of CMS SignedData (RFC 5652, section 5.1; RFC 8551, section
 * 3.5.2). Outlook signs so when "send clear text signed message" is off. The signature is not verified.
 *
 * @returns null if the bytes are something else, such as an encrypted mail
 */
export function readSignedContent(cms: Uint8Array): Buffer | null {
  const [outer] = readValues(Buffer.from(cms), 0, MAX_DEPTH)?.values ?? [];
  const signedData = unwrap(outer, SIGNED_DATA);
  if (signedData?.tag !== SEQUENCE) return null;
  const [version, digests, content] = signedData.parts;
  if (version?.tag !== INTEGER || digests?.tag !== SET) return null;
  const octets = unwrap(content, DATA);
  if (octets?.tag === OCTETS) return octets.bytes;
  return octets?.tag === OCTETS_IN_PARTS ? Buffer.concat(octets.parts.map(({ bytes }) => bytes)) : null;
}

/** Returns the content of a sequence of an object identifier and an explicitly tagged value, if the identifier is the given one. */
function unwrap(sequence: Value | undefined, objectId: string): Value | null {
  const [type, explicit] = sequence?.tag === SEQUENCE ? sequence.parts : [];
  if (type?.tag !== OBJECT_ID || type.bytes.toString("hex") !== objectId) return null;
  return (explicit?.tag === EXPLICIT && explicit.parts[0]) || null;
}

/** The values up to the end of the bytes, or up to the end mark of an indefinite length; null if they are no BER. */
function readValues(bytes: Buffer, start: number, depth: number): { values: Value[]; end: number } | null {
  const values: Value[] = [];
  let at = start;
  while (at < bytes.length) {
    if (bytes[at] === 0 && bytes[at + 1] === 0) return { values, end: at + 2 };
    const value = readValue(bytes, at, depth);
    if (!value) return null;
    values.push(value.value);
    at = value.end;
  }
  return { values, end: at };
}

function readValue(bytes: Buffer, at: number, depth: number): { value: Value; end: number } | null {
  const [tag, first] = [bytes[at] ?? 0, bytes[at + 1]];
  if (depth === 0 || first === undefined) return null;
  const isConstructed = (tag & 0x20) !== 0;
  if (first === 0x80) {
    const inner = isConstructed ? readValues(bytes, at + 2, depth - 1) : null;
    return inner && { value: { tag, parts: inner.values, bytes: Buffer.alloc(0) }, end: inner.end };
  }
  const lengthBytes = first > 0x80 ? first - 0x80 : 0;
  if (lengthBytes > 4 || at + 2 + lengthBytes > bytes.length) return null;
  const length = lengthBytes ? bytes.readUIntBE(at + 2, lengthBytes) : first;
  const start = at + 2 + lengthBytes;
  const end = start + length;
  if (end > bytes.length) return null;
  const content = bytes.subarray(start, end);
  const parts = isConstructed ? (readValues(content, 0, depth - 1)?.values ?? []) : [];
  return { value: { tag, parts, bytes: content }, end };
}
