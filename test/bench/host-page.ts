import { deflateSync } from "node:zlib";

/** One chunk of a PNG file: length, type, data, CRC-32 (PNG specification, section 5.3). */
function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  let crc = -1;
  for (const byte of body) {
    let c = (crc ^ byte) & 255;
    for (let bit = 0; bit < 8; bit++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
    crc = (crc >>> 8) ^ c;
  }
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE((crc ^ -1) >>> 0, whole.length - 4);
  return whole;
}

/** A grey picture of noise, about 80 KB, that does not compress away: the page's largest paint. */
export function heroPng(width = 760, height = 420): Buffer {
  let state = 7;
  const raw = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++)
    for (let x = 1; x <= width; x++) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      raw[y * (width + 1) + x] = (state & 3) * 60;
    }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(raw)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

export const HOST_CSS =
  "body{margin:0;font:17px/1.5 serif;color:#222}header{padding:16px 24px;background:#eee}main{max-width:760px;margin:auto;padding:24px}img{width:100%;height:420px;display:block}";

const WORDS = "harbour lantern meadow copper window garden paper river quiet morning letter bridge".split(
  " ",
);
const paragraph = (n: number) =>
  `${Array.from({ length: 70 }, (_, i) => WORDS[(i * 7 + n * 5) % WORDS.length]).join(" ")}.`;

/** An ordinary page: text, one style sheet, one large picture, and what is pasted before the end of its body. */
export function hostPage(pasted: string): string {
  const text = Array.from({ length: 24 }, (_, n) => `<p>${paragraph(n)}</p>`).join("");
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>Host page</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/host.css"></head><body><header><b>Shop</b></header><main><img src="/hero.png" alt=""><h1>Welcome</h1>${text}</main>${pasted}</body></html>`;
}
