// The baseline of submissions.ts: node:http, JSON.parse, one row in a shared commit, an answer after the fsync.
import { createServer } from "node:http";
import { join } from "node:path";

const { DatabaseSync } =
  process.getBuiltinModule?.("node:sqlite") ?? (await import("@photostructure/sqlite"));
const database = new DatabaseSync(join(process.env.FOYER_DATA ?? ".", "bare.db"));
database.exec("pragma journal_mode = wal; pragma synchronous = full");
database.exec("create table deliveries (id text primary key, token text not null, body text not null)");
const insert = database.prepare("insert into deliveries values (?, ?, ?)");

let waiting = [];
function commit() {
  const jobs = waiting;
  waiting = [];
  database.exec("begin immediate");
  for (const { id, token, body } of jobs) insert.run(id, token, body);
  database.exec("commit");
  for (const { response, id } of jobs) {
    const answer = JSON.stringify({ receipts: [{ status: "accepted", id }] });
    response.writeHead(200, {
      "Content-Type": "application/json",
      "Content-Length": Buffer.byteLength(answer),
    });
    response.end(answer);
  }
}

const server = createServer((request, response) => {
  let text = "";
  request.setEncoding("utf8");
  request.on("data", (chunk) => {
    text += chunk;
  });
  request.on("end", () => {
    const { token, deliveries } = JSON.parse(text);
    const body = JSON.stringify(deliveries[0]);
    if (waiting.push({ id: deliveries[0].id, token, body, response }) === 1) setImmediate(commit);
  });
});
server.listen(Number(process.env.PORT), () => {
  process.stdout.write(`Ready: http://localhost:${server.address().port}\n`);
});
