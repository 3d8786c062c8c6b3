import { expect, test } from "vitest";
import { problem } from "../../shared/error.ts";
import { classifyResponse } from "../../widget/delivery/classify-response.ts";

const HTML = {};

const table: [
  meaning: ReturnType<typeof classifyResponse>,
  statuses: number[],
  body: object,
  what: string,
][] = [
  ["answered", [200], { receipts: [] }, "receipts"],
  ["answered", [200], { token: "t" }, "a token"],
  ["refused", [403, 404, 413, 422], problem("visitor_blocked"), "a problem document of the server"],
  ["retry", [401, 408, 425, 429, 500, 503], problem("too_many_requests"), "a passing problem of the server"],
  ["intermediary", [400, 403, 404, 405, 406, 410, 413, 414, 415, 431, 451, 501, 505], HTML, "a web page"],
  ["intermediary", [403, 406], { code: 1020, type: "https://waf.example/blocked" }, "a firewall's own JSON"],
  ["retry", [401, 408, 425, 429, 500, 502, 503, 504, 511, 520, 526], HTML, "a web page"],
  ["unclear", [0], HTML, "no answer, or one that the page may not read"],
  ["unclear", [200, 203], HTML, "the page of a firewall or a captive portal"],
];

test.each(
  table.flatMap(([meaning, statuses, body, what]) =>
    statuses.map((status) => [meaning, status, what, body] as const),
  ),
)("R22: %s: %i with %s", (meaning, status, _, body) => {
  expect(classifyResponse(status, body)).toBe(meaning);
});
