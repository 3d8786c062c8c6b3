import iconv from "iconv-lite";

/**
 * Rewrites a property of vCard 2.1 as later versions write it: `TEL;CELL:…` becomes `TEL;TYPE=CELL:…`, and a
 * quoted-printable text is decoded. Properties of later versions stay as they are. Pure.
 */
export function upgradeProperty(property: string): string {
  const colon = property.indexOf(":");
  if (colon < 0) return property;
  const [name = "", ...parameters] = property.slice(0, colon).split(";");
  if (!parameters.some((one) => !one.includes("=") || /^(encoding|charset)=/i.test(one))) return property;
  const isQuotedPrintable = parameters.some((one) => /quoted-printable$/i.test(one));
  const charset =
    /^charset=(.+)$/i.exec(parameters.find((one) => /^charset=/i.test(one)) ?? "")?.[1] ?? "utf-8";
  const remaining = parameters
    .filter((one) => !/^(?:(?:encoding|charset)=.*|quoted-printable|base64|8bit|7bit)$/i.test(one))
    .map((one) => (one.includes("=") ? one : `TYPE=${one}`));
  const value = property.slice(colon + 1);
  const text = isQuotedPrintable ? decodeQuotedPrintable(value, charset) : value;
  return `${[name, ...remaining].join(";")}:${text}`;
}

/** Decodes a text (RFC 2045, 6.7) whose soft line breaks were removed; its line breaks are escaped as in vCard 3.0. */
function decodeQuotedPrintable(text: string, charset: string): string {
  const bytes = Buffer.from(text)
    .toString("latin1")
    .replace(/=([\dA-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  const known = iconv.encodingExists(charset) ? charset : "utf-8";
  return iconv.decode(Buffer.from(bytes, "latin1"), known).replace(/\r\n?|\n/g, "\\n");
}
