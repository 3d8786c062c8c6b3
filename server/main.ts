import { serve } from "@hono/node-server";
import { Hono } from "hono";

serve({ fetch: new Hono().get("/", (c) => c.text("x")).fetch, port: 8787 });
