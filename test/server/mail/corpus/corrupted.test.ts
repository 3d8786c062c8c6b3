import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { contentDigest } from "../../../../server/mail/inbound/content-digest.ts";
import { foldMail } from "../../../../server/mail/inbound/fold-quoted.ts";
import { matchReport, reportedIdsOf } from "../../../../server/mail/inbound/match-report.ts";
import { matchThread, threadKeysOf } from "../../../../server/mail/inbound/match-thread.ts";
import { parseMail } from "../../../../server/mail/inbound/parse-mail.ts";
import { planIntake } from "../../../../server/mail/inbound/plan-intake.ts";
import { recognize } from "../../../../server/mail/inbound/recognize.ts";
import { toSafeHtml } from "../../../../server/mail/inbound/safe-html.ts";
import { isVouchedFor } from "../../../../server/mail/inbound/vouched-sender.ts";
import { LIMITS } from "../inbound/raw-mail.ts";
import { CORPUS } from "./corpus.ts";

const own = {
  property: "P1",
  addresses: ["support@example.com"],
  messageIdDomains: ["example.com"],
  replyDomain: null,
};
const addressing = { kind: "subaddress", mailbox: "support@example.com" } as const;
const raws = CORPUS.map(({ file }) => readFileSync(join(import.meta.dirname, file)));

/** Faults on the way: bytes changed, the end cut, a line lost, repeated or moved into another mail. */
type Corruption = (raw: Buffer) => Buffer;
const position = fc.double({ min: 0, max: 0.999, noNaN: true });
const ofLines = (raw: Buffer, change: (lines: string[]) => string[]): Buffer =>
  Buffer.from(change(raw.toString("latin1").split("\r\n")).join("\r\n"), "latin1");
const corruption: fc.Arbitrary<Corruption> = fc.oneof(
  fc.tuple(position, fc.nat(255)).map(
    ([at, byte]): Corruption =>
      (raw) => {
        const changed = Buffer.from(raw);
        changed[Math.floor(at * changed.length)] = byte;
        return changed;
      },
  ),
  position.map(
    (at): Corruption =>
      (raw) =>
        raw.subarray(0, Math.ceil(at * raw.length)),
  ),
  position.map(
    (at): Corruption =>
      (raw) =>
        ofLines(raw, (lines) => lines.toSpliced(Math.floor(at * lines.length), 1)),
  ),
  fc.tuple(position, position, fc.nat(CORPUS.length - 1)).map(
    ([to, from, other]): Corruption =>
      (raw) => {
        const lines = raws[other]?.toString("latin1").split("\r\n") ?? [];
        const moved = lines[Math.floor(from * lines.length)] ?? "";
        return ofLines(raw, (mine) => mine.toSpliced(Math.floor(to * mine.length), 0, moved));
      },
  ),
  fc.constant<Corruption>((raw) => Buffer.from(raw.toString("latin1").replaceAll("\r\n", "\n"), "latin1")),
  fc.constant<Corruption>((raw) => Buffer.from(raw.toString("latin1").replaceAll("\r\n", "\r"), "latin1")),
);

it("R32: a corrupted mail gets a plan too, and nothing of its text is lost", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(CORPUS.length - 1),
      fc.array(corruption, { minLength: 1, maxLength: 4 }),
      async (index, corruptions) => {
        const raw = corruptions.reduce<Buffer>(
          (changed, corrupt) => corrupt(changed),
          raws[index] ?? Buffer.alloc(0),
        );
        const parsed = await parseMail(raw, LIMITS);
        if (parsed.kind === "unreadable") {
          expect(raw).toHaveLength(0);
          return;
        }
        const { mail } = parsed;
        const recognized = recognize(mail, own);
        const keys = threadKeysOf(mail.header, {
          addressing,
          property: "P1",
          secrets: [{ id: "1", secret: "secret of the corpus" }],
        });
        const nothing = {
          targets: keys.targets.map(() => null),
          messageIds: [],
          conversations: [],
          agents: [],
        };
        const match = matchThread(mail.header, recognized.author, contentDigest(mail), keys, nothing);
        const reported = matchReport(reportedIdsOf(mail.header, mail.report), []);
        const plan = planIntake(mail, recognized, match, reported, own);
        expect(["message", "ignore"]).toContain(plan.kind);
        expect(isVouchedFor(mail.header, recognized.author, "mx.example.com")).toBe(false);
        const { above, visible, below } = foldMail(mail);
        expect(visible.trim() === "").toBe((above + visible + below).trim() === "");
        expect(toSafeHtml(mail.html ?? "", new Map()).html).not.toMatch(
          /<script|<style|<iframe|<form|onerror=/i,
        );
      },
    ),
    { numRuns: 400 },
  );
});
