import { lengthOf, tidyLine } from "../../shared/rules/text.ts";
import { wellFormed } from "../../shared/rules/well-formed.ts";
import type { FileKind } from "./file-kinds.ts";

/** The maximum length of a name, in characters. */
const MAX_NAME = 150;
/** Longer than file systems allow. The rest of a given name is ignored, in UTF-16 units. */
const MAX_GIVEN = 1_000;
/** Control characters, line separators and marks of direction, which can make `gpj.exe` look like `exe.jpg`. */
const UNSHOWN = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f]/gu;

/**
 * A file's name for display and download; never used as a path. It is the last segment of the sender's name, with an
 * extension that matches the content.
 *
 * @param header the X-Foyer-Name header, encoded with encodeURIComponent
 */
export function fileName(header: string | undefined, kind: FileKind): string {
  const [usual = "bin"] = kind.extensions;
  const given = tidy(decoded(header ?? ""));
  const dot = given.lastIndexOf(".");
  const extension = dot > 0 ? tidyLine(given.slice(dot + 1)) : "";
  const fits = kind.extensions.includes(extension.toLowerCase());
  const stem = tidyLine(fits ? given.slice(0, dot) : given) || "file";
  const end = `.${fits ? extension : usual}`;
  return `${[...stem].slice(0, MAX_NAME - lengthOf(end)).join("")}${end}`;
}

function decoded(header: string): string {
  try {
    return decodeURIComponent(header);
  } catch {
    return header; // a client that does not encode the name
  }
}

function tidy(name: string): string {
  const last = name.split(/[\\/]/).findLast((part) => part.trim()) ?? "";
  return wellFormed(last.slice(0, MAX_GIVEN))
    .replace(UNSHOWN, "")
    .replace(/^[.\s]+|[.\s]+$/g, "");
}

/** A Content-Disposition (RFC 6266) with a name in any script. */
export function disposition(how: "attachment" | "inline", name: string): string {
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${how}; filename*=UTF-8''${encoded}`;
}
