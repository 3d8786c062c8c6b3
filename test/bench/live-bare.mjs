// The baseline of live-latency.ts and live-scale.ts: `ws` on the raw upgrade, and, after the fsync, the same number of
// bytes to everybody who is connected.
import { WebSocketServer } from "ws";
import { bareServer } from "./bare-commits.mjs";

const sockets = new WebSocketServer({ noServer: true, clientTracking: false, perMessageDeflate: false });
const connected = new Set();

const server = bareServer({
  table: "id text primary key, body text not null",
  read: ({ id, bytes }, text) => ({ id, bytes, row: [id, text] }),
  told: ({ id, bytes }) => {
    const frame = JSON.stringify({ id }).padEnd(bytes);
    for (const socket of connected) socket.send(frame);
  },
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
