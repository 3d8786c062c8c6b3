import { benchApi } from "./api.ts";
import { benchColumns } from "./columns.ts";
import { benchContacts } from "./contacts.ts";
import { benchConversation } from "./conversation.ts";
import { benchDuplicates } from "./duplicates.ts";
import { benchImport } from "./import.ts";
import { benchInbox } from "./inbox.ts";
import { benchLiveLatency } from "./live-latency.ts";
import { benchLiveScale } from "./live-scale.ts";
import { benchMail } from "./mail.ts";
import { benchMailIn } from "./mail-in.ts";
import { benchPage } from "./page.ts";
import { benchReports } from "./reports.ts";
import type { BenchRow } from "./row.ts";
import { benchStart } from "./start.ts";
import { benchSubmissions } from "./submissions.ts";
import { benchTyping } from "./typing.ts";
import { benchWebhooks } from "./webhooks.ts";

const BENCHES: Readonly<Record<string, () => Promise<BenchRow[]>>> = {
  start: benchStart,
  submissions: benchSubmissions,
  api: benchApi,
  columns: benchColumns,
  contacts: benchContacts,
  duplicates: benchDuplicates,
  conversation: benchConversation,
  inbox: benchInbox,
  reports: benchReports,
  "live-latency": benchLiveLatency,
  "live-scale": benchLiveScale,
  import: benchImport,
  "mail-in": benchMailIn,
  page: benchPage,
  typing: benchTyping,
  mail: benchMail,
  webhooks: benchWebhooks,
};

const number = (value: number) =>
  Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(value % 1 ? 1 : 0);

/** Good, short of the limit, or only told. */
function verdict({ value, limit, baseline, atLeastRatio, atMostRatio }: BenchRow): string {
  if (limit !== undefined) return value <= limit ? "ok" : "SHORT";
  if (baseline !== undefined && atLeastRatio !== undefined)
    return value / baseline >= atLeastRatio ? "ok" : "SHORT";
  if (baseline !== undefined && atMostRatio !== undefined)
    return value <= baseline * atMostRatio ? "ok" : "SHORT";
  return "";
}

/** The limit or baseline of a value, and the ratio to it. */
function comparison({ value, limit, wanted, baseline, atLeastRatio, atMostRatio }: BenchRow): string {
  if (baseline !== undefined) {
    const goal = atLeastRatio === undefined ? "" : `, at least ${atLeastRatio}`;
    const mostRatio = atMostRatio === undefined ? "" : `, at most ${atMostRatio}`;
    const most = limit === undefined ? mostRatio : `, at most ${number(limit)}`;
    return `${(value / baseline).toFixed(2)} of ${number(baseline)}${goal}${most}`;
  }
  if (limit === undefined) return "";
  const ratio = limit ? ` (${(value / limit).toFixed(2)})` : "";
  return `at most ${number(limit)}${ratio}${wanted === undefined ? "" : `, wanted ${number(wanted)}`}`;
}

function print(rows: readonly BenchRow[]): void {
  for (const row of rows) {
    const value = `${number(row.value)} ${row.unit}`.trim();
    const line = `${row.name.padEnd(48)} ${value.padStart(12)}  ${comparison(row).padEnd(36)} ${verdict(row)}`;
    process.stdout.write(`${line.trimEnd()}\n`);
  }
}

const wanted = process.argv.slice(2);
for (const [name, bench] of Object.entries(BENCHES)) {
  if (wanted.length && !wanted.includes(name)) continue;
  process.stdout.write(`\n${name}\n`);
  print(await bench());
}
process.exit(0);
