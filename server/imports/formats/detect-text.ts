import type { Delimiter } from "../../../shared/read-options.ts";
import { createUtf8Decoder } from "../csv/decode-to-utf8.ts";
import { detectDelimiter, parseSepLine } from "../csv/detect-delimiter.ts";
import { type DetectedEncoding, detectEncoding } from "../csv/detect-encoding.ts";
import type { FileSample } from "./sample-file.ts";

/** How a text can be read. */
export interface DetectedText extends DetectedEncoding {
  readonly delimiter: Delimiter;
  /** The head of the file, decoded. */
  readonly text: string;
}

/**
 * Detects the encoding and the delimiter of a text. Pure.
 *
 * @throws CsvFileError `csv_encoding`, `csv_binary` if the head has bytes that no text has
 */
export function detectText({ head, sample }: FileSample): DetectedText {
  const detected = detectEncoding(head, sample);
  const decoded = createUtf8Decoder(detected.encodings[0]).push(head, 1);
  const text = decoded.toString().replace(/^\ufeff/, "");
  return {
    ...detected,
    text,
    delimiter: parseSepLine(text.slice(0, 20))?.delimiter ?? detectDelimiter(text),
  };
}
