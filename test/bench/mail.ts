import { setTimeout as pause } from "node:timers/promises";
import { setUp } from "../support/admin.ts";
import { BrowserVisitor, submission } from "../support/browser-visitor.ts";
import { accepted } from "../support/deliveries.ts";
import { type MailServer, startMailServer } from "../support/mail-server.ts";
import { type ServerProcess, startServer } from "../support/server.ts";
import { residentMegabytes } from "./resident.ts";
import type { BenchRow } from "./row.ts";

const MESSAGES = 1_000;
/** The messages arrive evenly within a minute. */
const INTERVAL = 60_000 / MESSAGES;
/** How long the mail server takes for each mail, ms, and which of them it refuses for the time being. */
const SLOW = 150;
const FAILS_ONE_IN = 10;
/** The longest wait for the last mail, ms. */
const PATIENCE = 600_000;

/**
 * A thousand offline messages in a minute, each answered by an agent at once, with a mail server that is slow and refuses
 * one mail in ten at first: when tickets and mails are there, and what it costs in memory.
 */
export async function benchMail(): Promise<BenchRow[]> {
  let count = 0;
  const mails = await startMailServer(
    {},
    {
      message: async () => {
        await pause(SLOW);
        return ++count % FAILS_ONE_IN === 0
          ? { kind: "refuse", code: 451, text: "Try again later" }
          : { kind: "accept" };
      },
    },
  );
  const server = await startServer({
    FOYER_SMTP_URL: `smtp://127.0.0.1:${mails.port}?security=none`,
    FOYER_MAIL_FROM: "Shop <support@shop.example>",
    FOYER_VISITOR_LIMIT: "1000000",
    FOYER_ADDRESS_LIMIT: "10000000",
  });
  try {
    return await measure(server, mails);
  } finally {
    await server.stop();
    await mails.stop();
  }
}

async function measure(server: ServerProcess, mails: MailServer): Promise<BenchRow[]> {
  const agent = await setUp(server);
  const app = { request: async (path: string, init?: RequestInit) => fetch(`${server.url}${path}`, init) };
  const visitors: BrowserVisitor[] = [];
  for (let index = 0; index < MESSAGES; index++) {
    const visitor = new BrowserVisitor(app as never, agent.property);
    await visitor.visit();
    visitors.push(visitor);
  }
  const times: number[] = [];
  const work: Promise<void>[] = [];
  const writeAndAnswer = async (visitor: BrowserVisitor, index: number) => {
    const startedAt = performance.now();
    const form = submission(
      { name: `Ann ${index}`, email: `ann${index}@example.com`, message: `Question ${index}` },
      "offline",
    );
    const { conversation } = await accepted(visitor, form);
    times.push(performance.now() - startedAt);
    if (!conversation) throw new Error(`Message ${index} opened no ticket`);
    await agent.reply(conversation, `Answer ${index}`);
  };
  const sizes: number[] = [];
  const begin = performance.now();
  for (const [index, visitor] of visitors.entries()) {
    await pause(Math.max(0, begin + index * INTERVAL - performance.now()));
    work.push(writeAndAnswer(visitor, index));
    if (index % 50 === 0) sizes.push(residentMegabytes(server.pid));
  }
  await Promise.all(work);
  const lastAt = performance.now();
  const arrived = () => new Set(mails.received.flatMap(({ to }) => to)).size;
  while (arrived() < MESSAGES && performance.now() - lastAt < PATIENCE) {
    await pause(1_000);
    sizes.push(residentMegabytes(server.pid));
  }
  times.sort((a, b) => a - b);
  const half = sizes.slice(0, Math.floor(sizes.length / 2));
  return [
    {
      name: "1,000 offline messages a minute: accepted as tickets, 99th percentile",
      value: times[Math.floor(times.length * 0.99)] ?? Number.NaN,
      unit: "ms",
      limit: 250,
    },
    { name: "  answers that did not arrive by mail", value: MESSAGES - arrived(), unit: "", limit: 0 },
    { name: "  answers that arrived twice", value: mails.received.length - arrived(), unit: "", limit: 0 },
    {
      name: "  from the last message to the last mail, of which one in ten is refused at first",
      value: (performance.now() - lastAt) / 1_000,
      unit: "s",
      limit: 240,
    },
    {
      name: "  largest memory in the second half, more than in the first",
      value: Math.max(...sizes) - Math.max(...half),
      unit: "MB",
      limit: 32,
    },
  ];
}
