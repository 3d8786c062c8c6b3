// Thousands of idle visitors in a process of their own: opens one connection per line of input, sends its hello, answers
// heartbeats. A line is `URL HELLO`. Reports how many are connected, and how many frames of each kind came.
import { createInterface } from "node:readline";
import { WebSocket } from "ws";

const AT_ONCE = 100;
const HEARTBEAT = '{"kind":"heartbeat"}';
const lines = [];
for await (const line of createInterface({ input: process.stdin })) {
  if (line === "") break;
  lines.push(line);
}
let opened = 0;
let closed = 0;
let next = 0;
const open = () => {
  const line = lines[next++];
  if (line === undefined) return;
  const [url, hello] = line.split(" ", 2);
  const socket = new WebSocket(url, { headers: { origin: "https://example.com" }, perMessageDeflate: false });
  let greeted = false;
  const ready = () => {
    if (greeted) return;
    greeted = true;
    opened++;
    if (opened === lines.length) process.stdout.write("connected\n");
    open();
  };
  socket.on("open", () => {
    if (hello) socket.send(hello);
    else ready();
  });
  socket.on("message", (data) => {
    if (data.length === HEARTBEAT.length) socket.send(HEARTBEAT);
    else ready();
  });
  socket.on("close", () => {
    if (++closed === 1) process.stdout.write("closed\n");
  });
  socket.on("error", (error) => process.stderr.write(`${error.message}\n`));
};
for (let count = 0; count < AT_ONCE; count++) open();
