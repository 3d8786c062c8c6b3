import { lengthOf } from "../../shared/rules/text.ts";
import type { FileKind } from "./file-kinds.ts";

/** Characters. */
const MAX_NAME = 150;
/** Longer than any system lets a name be: what lies beyond is not worth looking at. */
const MAX_GIVEN = 1_000;
/** Marks that turn the direction of writing: `exe.jpg` could be made of `gpj.exe`. */
const BIDI = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * A file's name as it is shown and offered for saving, never used as a path: the last part of what its sender called
 * it, with an extension that fits what is in it.
 *
 * @param header X-Foyer-Name, encoded with encodeURIComponent
 */
export function fileName(header: string | undefined, kind: FileKind): string {
  const [usual = "bin"] = kind.extensions;
  const given = tidy(decoded(header ?? ""));
  const dot = given.lastIndexOf(".");
  const extension = dot > 0 ? given.slice(dot + 1).toLowerCase() : "";
  const fits = kind.extensions.includes(extension);
  const stem = (fits ? given.slice(0, dot) : given) || "file";
  const end = `.${fits ? given.slice(dot + 1) : usual}`;
  return `${[...stem].slice(0, MAX_NAME - lengthOf(end)).join("")}${end}`;
}

function decoded(header: string): string {
  try {
    return decodeURIComponent(header);
  } catch {
    return header; // sent as it was, by something that is no browser
  }
}

function tidy(name: string): string {
  const last = name.split(/[\\/]/).findLast((part) => part.trim()) ?? "";
  return last
    .slice(0, MAX_GIVEN)
    .replace(/\p{Cc}|\p{Zl}|\p{Zp}/gu, "")
    .replace(BIDI, "")
    .replace(/\p{Cs}/gu, "\ufffd")
    .normalize("NFC")
    .replace(/\s+/g, " ")
    .replace(/^[. ]+|[. ]+$/g, "");
}

/** A Content-Disposition (RFC 6266) with a name in any script. */
export function disposition(how: "attachment" | "inline", name: string): string {
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${how}; filename*=UTF-8''${encoded}`;
}
