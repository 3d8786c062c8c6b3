import "./dashboard.css";
import { render } from "preact";
import { App } from "./app.tsx";
import { createServices } from "./services.tsx";
import { browserStorage } from "./storage.ts";
import { browserUpload } from "./upload.ts";

const services = createServices({
  page: window,
  fetch: (input, init) => fetch(input, init),
  upload: browserUpload,
  storage: browserStorage(),
  now: Date.now,
  after(ms, act) {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
});

services.guard.install();
const root = document.getElementById("app");
if (root) render(<App services={services} />, root);
