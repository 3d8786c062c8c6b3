import { afterAll, beforeAll, expect, it } from "vitest";
import { visitorIdOf } from "../../widget/embed/visitor-record.ts";
import { seeded } from "../support/clock.ts";
import { OutboxBrowser } from "../support/outbox-browser.ts";
import { PROPERTY, withData, withProperty } from "../support/prepared-data.ts";
import { type ServerProcess, startServer } from "../support/server.ts";

const BROWSERS = 8;
const DELIVERIES = 250;
const KILLS = 10;
const SEED = Number(process.env.FOYER_TEST_SEED ?? Math.floor(Math.random() * 1e9));

let server: ServerProcess;
beforeAll(async () => {
  server = await startServer(
    { FOYER_VISITOR_LIMIT: "1000000", FOYER_ADDRESS_LIMIT: "10000000" },
    withProperty(),
  );
});
afterAll(() => server.stop());

/** Sends in bursts, never far ahead of the server, closing its tab in the middle now and then. */
async function chatter(browser: OutboxBrowser, random: () => number): Promise<void> {
  while (browser.written.length < DELIVERIES) {
    const burst = Math.min(1 + Math.floor(random() * 12), DELIVERIES - browser.written.length);
    for (let i = 0; i < burst; i++) await browser.write(`message ${browser.written.length}`);
    if (random() < 0.1) browser.reload();
    await browser.backlog(Math.floor(random() * 30));
  }
  await browser.backlog(0);
}

/**
 * Kills the server after random stretches of its work, until everything is sent or it has died often enough.
 *
 * @param sent resolves when everything is sent: a browser does not count what is accepted while its tab is closed
 */
async function killer(
  browsers: readonly OutboxBrowser[],
  random: () => number,
  sent: Promise<unknown>,
): Promise<number> {
  let isSent = false;
  const whenSent = sent.then(() => {
    isSent = true;
  });
  const accepted = () => browsers.reduce((sum, { accepted }) => sum + accepted.length, 0);
  let kills = 0;
  for (let next = 0; kills < KILLS; kills++) {
    next += ((BROWSERS * DELIVERIES) / (KILLS + 1)) * (0.5 + random());
    if (next >= BROWSERS * DELIVERIES) break;
    while (!isSent && accepted() < next)
      await Promise.race([whenSent, ...browsers.map((browser) => browser.news())]);
    if (isSent) break;
    await new Promise((resolve) => setTimeout(resolve, random() * 20));
    await server.restart();
    for (const browser of browsers) browser.online();
  }
  return kills;
}

it(`R21: over kills of the server at random moments, 2,000 deliveries of eight browsers are stored exactly once, in order (seed ${SEED})`, async () => {
  const random = seeded(SEED);
  const browsers = Array.from(
    { length: BROWSERS },
    (_, at) => new OutboxBrowser(`${server.url}/w/${PROPERTY}`, seeded(SEED + at + 1)),
  );
  const sent = Promise.all(browsers.map((browser, at) => chatter(browser, seeded(SEED + at + 101))));
  const [kills] = await Promise.all([killer(browsers, random, sent), sent]);
  for (const browser of browsers) browser.close();
  expect(kills).toBeGreaterThan(4);
  expect(browsers.flatMap(({ refused }) => refused)).toEqual([]);

  await server.kill();
  const rows = await withData(server.data, ({ read }) =>
    read
      .selectFrom("conversations as c")
      .innerJoin("submissions as s", (join) =>
        join.onRef("s.property_id", "=", "c.property_id").onRef("s.conversation_id", "=", "c.id"),
      )
      .innerJoin("messages as m", (join) =>
        join.onRef("m.property_id", "=", "c.property_id").onRef("m.conversation_id", "=", "c.id"),
      )
      .select(["c.visitor_id as visitor", "s.id as delivery", "m.text as text"])
      // as the inbox orders them
      .orderBy("c.last_message_at")
      .orderBy("c.id")
      .execute(),
  );
  for (const { visitor, written } of browsers) {
    const own = rows.filter((row) => row.visitor === visitorIdOf(visitor));
    expect(own.map(({ delivery }) => delivery)).toEqual(written);
    expect(own.map(({ text }) => text)).toEqual(written.map((_, at) => `message ${at}`));
  }
  expect(rows).toHaveLength(BROWSERS * DELIVERIES);
});
