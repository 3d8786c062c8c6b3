import type { Terminal } from "./usage.ts";

/** Characters of a full bar. */
const WIDTH = 30;

/**
 * Shows progress on the error stream: on a terminal a bar that is redrawn for each percent, in a file or pipe one line
 * for each tenth.
 *
 * @returns a function that takes the finished part, from 0 to 1
 */
export function progressBar(label: string, { err }: Pick<Terminal, "err">): (part: number) => void {
  let shown = -1;
  return (part) => {
    const percent = Math.floor(part * 100);
    const step = err.isTTY ? percent : Math.floor(percent / 10) * 10;
    if (step <= shown) return;
    shown = step;
    err.write(err.isTTY ? drawnBar(label, part, percent) : `${label}: ${step} %\n`);
  };
}

function drawnBar(label: string, part: number, percent: number): string {
  const bar = "#".repeat(Math.round(part * WIDTH)).padEnd(WIDTH);
  return `\r${label} [${bar}] ${percent} %${percent === 100 ? "\n" : ""}`;
}
