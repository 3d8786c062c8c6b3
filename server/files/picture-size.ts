/** Pixels. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** Larger pictures would overload the page that shows them. */
const MAX_PIXELS = 50_000_000;

/**
 * The size of a PNG, JPEG, GIF or WebP according to its header, with the rotation that a browser applies.
 *
 * @param head the file's first bytes
 * @returns null if the header has no size or an impossible one, or the picture is too large to show
 */
export function pictureSize(type: string, head: Buffer): PictureSize | null {
  const size = read(type, head);
  if (!size?.width || !size.height || size.width * size.height > MAX_PIXELS) return null;
  return size;
}

function read(type: string, head: Buffer): PictureSize | null {
  try {
    if (type === "image/png") return { width: head.readUInt32BE(16), height: head.readUInt32BE(20) };
    if (type === "image/gif") return { width: head.readUInt16LE(6), height: head.readUInt16LE(8) };
    if (type === "image/webp") return webpSize(head);
    return type === "image/jpeg" ? jpegSize(head) : null;
  } catch (error) {
    // the header is cut off: Buffer refuses to read past the end
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** RFC 9649: the first chunk is lossy, lossless or extended. */
function webpSize(head: Buffer): PictureSize | null {
  switch (head.toString("latin1", 12, 16)) {
    case "VP8 ":
      return { width: head.readUInt16LE(26) & 0x3fff, height: head.readUInt16LE(28) & 0x3fff };
    case "VP8L": {
      const bits = head.readUInt32LE(21);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case "VP8X":
      return { width: head.readUIntLE(24, 3) + 1, height: head.readUIntLE(27, 3) + 1 };
    default:
      return null;
  }
}

/** ITU T.81: segments, each with its length, until the one that begins the frame. */
function jpegSize(head: Buffer): PictureSize | null {
  let turned = false;
  for (let at = 2; head[at] === 0xff; ) {
    const marker = head.readUInt8(at + 1);
    const length = head.readUInt16BE(at + 2);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) {
      const [height, width] = [head.readUInt16BE(at + 5), head.readUInt16BE(at + 7)];
      return turned ? { width: height, height: width } : { width, height };
    }
    if (marker === 0xe1) turned ||= isTurned(head.subarray(at + 4, at + 2 + length));
    at += 2 + length;
  }
  return null;
}

/** Whether the Exif orientation swaps width and height (5 to 8). */
function isTurned(exif: Buffer): boolean {
  if (exif.toString("latin1", 0, 6) !== "Exif\0\0") return false;
  const tiff = exif.subarray(6);
  const little = tiff.toString("latin1", 0, 2) === "II";
  const short = (at: number) => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const first = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  for (let entry = 0; entry < short(first); entry++) {
    const at = first + 2 + 12 * entry;
    if (short(at) === 0x0112) return short(at + 8) >= 5;
  }
  return false;
}
