// The common part of both baselines: node:http, JSON.parse, one row for each request in a shared commit, and an answer after the
// fsync.
import { createServer } from "node:http";
import { join } from "node:path";

const { DatabaseSync } =
  process.getBuiltinModule?.("node:sqlite") ?? (await import("@photostructure/sqlite"));

/**
 * @param table the table's columns, in the words of SQL
 * @param read what a request's JSON and its text say: an `id`, the `row`, and what `told` needs
 * @param told called for each request whose row is on disk, before its answer
 */
export function bareServer({ table, read, told = () => undefined }) {
  const database = new DatabaseSync(join(process.env.FOYER_DATA ?? ".", "bare.db"));
  database.exec("pragma journal_mode = wal; pragma synchronous = full");
  database.exec(`create table bare (${table})`);
  const insert = database.prepare(`insert into bare values (${table.replace(/[^,]+/g, "?")})`);

  let waiting = [];
  function commit() {
    const jobs = waiting;
    waiting = [];
    database.exec("begin immediate");
    for (const { row } of jobs) insert.run(...row);
    database.exec("commit");
    for (const job of jobs) {
      told(job);
      const answer = JSON.stringify({ receipts: [{ status: "accepted", id: job.id }] });
      job.response.writeHead(200, {
        "Content-Type": "application/json",
        "Content-Length": Buffer.byteLength(answer),
      });
      job.response.end(answer);
    }
  }

  return createServer((request, response) => {
    let text = "";
    request.setEncoding("utf8");
    request.on("data", (chunk) => {
      text += chunk;
    });
    request.on("end", () => {
      if (waiting.push({ ...read(JSON.parse(text), text), response }) === 1) setImmediate(commit);
    });
  });
}
