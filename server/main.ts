import { Hono } from "hono";
import { serve } from "@hono/node-server";
serve({ fetch: new Hono().get("/", (c) => c.text("x")).fetch, port: 8787 });
