/** The processor time that one request may cost (R37), ms. */
export const MOST = 50;

/** As much as one request may hold, in UTF-16 code units. */
export const SIZE = 512 * 1024;

/** Letters without an ASCII form, each another one: the worst case of punycode. */
const varied = Array.from({ length: SIZE }, (_, at) => String.fromCharCode(0x4e00 + (at % 20_000))).join("");
const repeat = (part: string) => part.repeat(Math.ceil(SIZE / part.length)).slice(0, SIZE);

/** The alphabets that cost parsers the most, each as a text of `SIZE` and more. */
export const TEXTS: readonly (readonly [name: string, text: string])[] = [
  ["CJK letters", varied],
  ["an e-mail of CJK letters", `a@${varied}.de`],
  ["an address of CJK letters", `https://${varied}/`],
  ["addresses of CJK letters", repeat(`https://${varied.slice(0, 250)}/ `)],
  ["a wildcard of CJK letters", `*.${varied}`],
  ["dots", repeat(".")],
  ["labels", `a@${repeat("a.")}`],
  ["spaces", repeat(" ")],
  ["a text with spaces before and after", ` ${repeat("a ")}`],
  ["spaces in a text", `a${repeat(" ")}a`],
  ["line breaks", repeat("\r\n")],
  ["combining marks", `e${repeat("\u0301\u0327")}`],
  ["digits", repeat("0123456789")],
  ["zeros", `${repeat("0")}x`],
  ["digits of another script", repeat("٠١٢٣٤٥٦٧٨٩")],
  ["full-width letters", repeat("ａ＠。")],
  ["letters that become longer", repeat("ﷺ")],
  ["invisible characters", repeat("\u200b\u200d")],
  ["joiners and spaces", repeat(" \u200d")],
  ["links", repeat("https://a.example/x。（")],
  ["separators of phones", `+${repeat("( - )")}`],
  ["quotation marks", repeat('"')],
  ["open quotation marks", repeat('"a; ')],
  ["notes in quotation marks", repeat('"a"; ')],
  ["semicolons and spaces", repeat(" ;")],
  ["apostrophes", repeat("'")],
  ["mentions", repeat(" @")],
  ["emoji", repeat("👩‍👩‍👧‍👦")],
  ["parameters", repeat("a=")],
  ["encoded bytes", repeat("%2525")],
  ["members of JSON", repeat('"a":')],
  ["wildcards", `*.${repeat("a-")}`],
  ["formulas", repeat(";-")],
  ["tabs before a formula", `${"\t".repeat(128 * 1024)}=`],
  ["capital and small letters in turn", repeat("aA")],
];

/** The processor time of `referenceWork` on the machine that R37 is meant for, a core of a small server of today, ms. */
const REFERENCE = 8;

const REFERENCE_TEXT = "Aé中7 ".repeat(4_000);

/** Work of the kind that is measured: letters are folded, matched, collected and sorted. */
function referenceWork(): number {
  const words = REFERENCE_TEXT.normalize("NFKD")
    .toLowerCase()
    .matchAll(/\p{L}(?=\p{M}?)|\p{N}/gu);
  return [...new Set(Array.from(words, ({ 0: word, index }) => `${word}${index}`))].sort().length;
}

/** The processor time since `before`, ms. */
function since(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

/** How many times as long as it should this machine takes at this moment, at least 1: a busy one takes up to twice as long. */
function slowness(): number {
  const times = Array.from({ length: 4 }, () => {
    const before = process.cpuUsage();
    referenceWork();
    return since(before);
  });
  return Math.max(1, Math.min(...times) / REFERENCE);
}

/**
 * The processor time of a run on the machine that R37 is meant for, ms. A run above the limit is divided by how slow this
 * machine is at the moment, and measured again, up to four times, and the least counts: a garbage collection or another
 * thread counts in one of them only.
 */
export function costOf(work: () => unknown): number {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; isWorthAnother(run, least); run++) {
    const before = process.cpuUsage();
    work();
    least = Math.min(least, comparable(since(before)));
  }
  return least;
}

/** As `costOf`, for work that waits. */
export async function costOfAsync(work: () => Promise<unknown>): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; isWorthAnother(run, least); run++) {
    const before = process.cpuUsage();
    await work();
    least = Math.min(least, comparable(since(before)));
  }
  return least;
}

const isWorthAnother = (run: number, least: number) =>
  run < 4 && least > MOST && (run === 0 || least < 20 * MOST);

const comparable = (cost: number) => (cost > MOST ? cost / slowness() : cost);
