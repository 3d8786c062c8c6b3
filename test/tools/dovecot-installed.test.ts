import { expect, it } from "vitest";
import { planDovecot } from "../support/imap-server.ts";

it("Dovecot runs where it is installed", () => {
  expect(planDovecot("/usr/sbin/dovecot", true)).toEqual({ kind: "run" });
  expect(planDovecot("/usr/sbin/dovecot", false)).toEqual({ kind: "run" });
});

it("where it is not installed, its tests are skipped, and fail in CI; the reason says what to install", () => {
  const reason = expect.stringContaining("apt-get install dovecot-imapd");
  expect(planDovecot(null, false)).toEqual({ kind: "skip", reason });
  expect(planDovecot(null, true)).toEqual({ kind: "fail", reason });
});
