// Serves the built example: FOYER_SERVER and FOYER_PROPERTY say whose widget it has.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { render } from "./dist/server/server.js";

const { FOYER_SERVER = "http://localhost:8787", FOYER_PROPERTY = "", PORT = "3000" } = process.env;
const template = readFileSync("dist/client/index.html", "utf8");

createServer((request, response) => {
  const { pathname } = new URL(request.url ?? "/", "http://localhost");
  if (extname(pathname) === ".js" && !pathname.includes("..")) {
    response.writeHead(200, { "Content-Type": "text/javascript" });
    return void response.end(readFileSync(join("dist/client", pathname)));
  }
  response.writeHead(200, { "Content-Type": "text/html; charset=utf-8" });
  response.end(
    template
      .replace("{{SERVER}}", FOYER_SERVER)
      .replace("{{PROPERTY}}", FOYER_PROPERTY)
      .replace("<!--app-->", render(pathname, FOYER_SERVER, FOYER_PROPERTY)),
  );
}).listen(Number(PORT));
