import { isUtf8 } from "node:buffer";
import { analyse } from "chardet";
import type { Encoding } from "../../../shared/read-options.ts";
import { incompleteTailLength } from "./decode-to-utf8.ts";
import { rankSingleByteEncodings } from "./letter-statistics.ts";

/** The encodings that bytes can have. */
export interface DetectedEncoding {
  /** The likeliest first. */
  readonly encodings: readonly [Encoding, ...Encoding[]];
  /** False: another encoding is nearly as likely. */
  readonly isSure: boolean;
}

/** Multi-byte encodings by chardet's names. chardet recognises them reliably, unlike single-byte ones. */
const MULTI_BYTE: Readonly<Record<string, Encoding>> = {
  Shift_JIS: "shift_jis",
  "EUC-JP": "euc-jp",
  "EUC-KR": "euc-kr",
  Big5: "big5",
  GB18030: "gb18030",
};
/** chardet's confidence, of 100. */
const MIN_CONFIDENCE = 50;

/** @returns the encoding of the byte order mark, and the mark's length in bytes; null: there is no mark */
export function findByteOrderMark(head: Buffer): { encoding: Encoding; length: number } | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: "utf-8", length: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: "utf-16le", length: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: "utf-16be", length: 2 };
  return null;
}

/**
 * Detects the encoding of a text. Pure.
 *
 * @param head the first bytes of the file
 * @param sample the head, and lines from the rest of the file that are not all ASCII
 */
export function detectEncoding(head: Buffer, sample: Buffer): DetectedEncoding {
  const known = findByteOrderMark(head)?.encoding ?? detectUtf16(head);
  if (known) return { encodings: [known], isSure: true };
  const complete = sample.subarray(0, sample.length - incompleteTailLength(sample));
  if (isUtf8(complete) || isBrokenUtf8(complete)) return { encodings: ["utf-8"], isSure: true };
  const single = rankSingleByteEncodings(sample);
  const multi = detectMultiByte(sample);
  if (multi.length)
    return { encodings: [...multi, ...single.encodings] as [Encoding], isSure: multi.length === 1 };
  return single;
}

/**
 * Detects UTF-16 without a byte order mark: in every table, line breaks, delimiters and Latin letters have a zero as
 * every other byte.
 */
function detectUtf16(head: Buffer): Encoding | null {
  let [even, odd] = [0, 0];
  for (let index = 0; index < head.length; index++) {
    if (head[index] !== 0) continue;
    if (index % 2) odd++;
    else even++;
  }
  const enough = Math.max(2, head.length / 10);
  if (odd > enough && even < odd / 10) return "utf-16le";
  if (even > enough && odd < even / 10) return "utf-16be";
  return null;
}

/** Whether the bytes are UTF-8 with a few invalid ones. An error is better than reading them in another encoding. */
function isBrokenUtf8(bytes: Buffer): boolean {
  const nonAscii = bytes.toString().match(/[^\0-\x7f]/gu) ?? [];
  const invalid = nonAscii.filter((character) => character === "\ufffd").length;
  return nonAscii.length > 2 * invalid;
}

function detectMultiByte(bytes: Buffer): Encoding[] {
  return analyse(bytes).flatMap(({ name, confidence }) =>
    confidence >= MIN_CONFIDENCE ? (MULTI_BYTE[name] ?? []) : [],
  );
}
