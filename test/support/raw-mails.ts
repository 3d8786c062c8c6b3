/** A raw mail of a test. */
export interface RawMailOptions {
  readonly from?: string;
  readonly to?: string;
  readonly subject?: string;
  readonly messageId?: string;
  readonly text?: string;
  /** Further fields, each one line. */
  readonly fields?: readonly string[];
}

let count = 0;

/** A plain mail (RFC 5322) from Ann; each has a Message-ID of its own unless it is given one. */
export function rawMail({
  from = "Ann <ann@example.org>",
  to = "support@shop.example",
  subject = "Broken lamp",
  messageId = `<mail-${++count}@example.org>`,
  text = "My lamp is broken.",
  fields = [],
}: RawMailOptions = {}): string {
  const head = [
    `From: ${from}`,
    `To: ${to}`,
    `Subject: ${subject}`,
    `Message-ID: ${messageId}`,
    "Date: Mon, 23 Nov 2026 11:00:00 +0000",
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: 8bit",
    ...fields,
  ];
  return `${head.join("\r\n")}\r\n\r\n${text.replaceAll("\n", "\r\n")}\r\n`;
}

/** A mail with files, whose parts are encoded as Base64. */
export function rawMailWith(
  files: readonly { readonly name: string; readonly type: string; readonly bytes: Uint8Array }[],
  options: RawMailOptions = {},
): string {
  const { text = "See the files.", ...rest } = options;
  const parts = files.map(({ name, type, bytes }) =>
    [
      `Content-Type: ${type}; name="${name}"`,
      `Content-Disposition: attachment; filename="${name}"`,
      "Content-Transfer-Encoding: base64",
      "",
      (
        Buffer.from(bytes)
          .toString("base64")
          .match(/.{1,76}/g) ?? []
      ).join("\r\n"),
    ].join("\r\n"),
  );
  const body = ["Content-Type: text/plain; charset=utf-8\r\n", text].join("\r\n");
  const plain = rawMail({ ...rest, text: "" });
  const head = plain.slice(0, plain.indexOf("\r\n\r\n"));
  const multipart = head
    .replace("Content-Type: text/plain; charset=utf-8", 'Content-Type: multipart/mixed; boundary="b0"')
    .replace("Content-Transfer-Encoding: 8bit\r\n", "")
    .replace(/\r\nContent-Transfer-Encoding: 8bit/, "");
  return `${multipart}\r\n\r\n${[body, ...parts].map((part) => `--b0\r\n${part}\r\n`).join("")}--b0--\r\n`;
}
