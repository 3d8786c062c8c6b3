// The baseline of live-latency.ts and live-scale.ts: node:http, `ws` on the raw upgrade, one row for each message in a
// shared commit, and, after the fsync, the same number of bytes to everybody who is connected.
import { createServer } from "node:http";
import { join } from "node:path";
import { WebSocketServer } from "ws";

const { DatabaseSync } =
  process.getBuiltinModule?.("node:sqlite") ?? (await import("@photostructure/sqlite"));
const database = new DatabaseSync(join(process.env.FOYER_DATA ?? ".", "bare.db"));
database.exec("pragma journal_mode = wal; pragma synchronous = full");
database.exec("create table messages (id text primary key, body text not null)");
const insert = database.prepare("insert into messages values (?, ?)");
const sockets = new WebSocketServer({ noServer: true, clientTracking: false, perMessageDeflate: false });
const connected = new Set();

let waiting = [];
function commit() {
  const jobs = waiting;
  waiting = [];
  database.exec("begin immediate");
  for (const { id, body } of jobs) insert.run(id, body);
  database.exec("commit");
  for (const { response, id, bytes } of jobs) {
    const frame = JSON.stringify({ id }).padEnd(bytes);
    for (const socket of connected) socket.send(frame);
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
    const { id, bytes } = JSON.parse(text);
    if (waiting.push({ id, bytes, body: text, response }) === 1) setImmediate(commit);
  });
});
const forget = function () {
  connected.delete(this);
};
const ignore = () => undefined;
server.on("upgrade", (request, socket, head) => {
  sockets.handleUpgrade(request, socket, head, (one) => {
    connected.add(one);
    one.on("message", ignore).on("close", forget).on("error", ignore);
  });
});
server.listen(Number(process.env.PORT), "127.0.0.1", () => {
  process.stdout.write(`Dashboard: http://127.0.0.1:${server.address().port}/\n`);
});
