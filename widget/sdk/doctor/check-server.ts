import type { Diagnosis, Finding } from "../../api/foyer.ts";
import type { EmbedHost } from "../../embed/panel-host.ts";
import { finding } from "./findings.ts";
import { judgeAnswer } from "./judge-answer.ts";
import { within } from "./within.ts";

/** Asks the server what it knows of this page. */
export async function checkServer(host: EmbedHost): Promise<Pick<Diagnosis, "findings" | "version">> {
  const receipt = await within(Promise.resolve(host.pageVisit)).catch(() => undefined);
  const body = JSON.stringify(Object.setPrototypeOf({ token: receipt?.token ?? "" }, null));
  const address = `${host.propertyUrl}/doctor`;
  const before = Date.now();
  try {
    const response = await within(fetch(address, { method: "POST", body, signal: host.signal }));
    const text = await within(response.text());
    return judgeAnswer({
      status: response.status,
      contentType: response.headers.get("Content-Type") ?? "",
      text,
      at: (before + Date.now()) / 2,
      files: host.settings.files,
      origin: location.origin,
    });
  } catch (error) {
    return { findings: [await explain(address, body, error)], version: null };
  }
}

/** Finds out why a request has failed: a page is not told. */
async function explain(address: string, body: string, error: unknown): Promise<Finding> {
  if (!navigator.onLine) return finding("offline");
  try {
    await within(fetch(address, { method: "POST", body, mode: "no-cors" }));
    return finding("answer_unreadable");
  } catch {
    return finding("request_blocked", String(error));
  }
}

/** Loads a script of the widget, by an address that the browser does not have yet. */
export async function checkScript(): Promise<Finding[]> {
  const address = new URL(/* @vite-ignore */ "./identify.js?doctor", import.meta.url).href;
  try {
    await within(import(/* @vite-ignore */ address));
    return [];
  } catch {
    return [finding("script_blocked", address)];
  }
}

/** Opens the live connection, and closes it again. */
export async function checkLive({ propertyUrl }: EmbedHost): Promise<Finding[]> {
  const address = `${propertyUrl.replace(/^http/, "ws")}/live`;
  let socket: WebSocket | undefined;
  try {
    const opened = new WebSocket(address);
    socket = opened;
    await within(
      new Promise((resolve, reject) => {
        opened.onopen = resolve;
        opened.onerror = reject;
      }),
    );
    return [];
  } catch {
    return [finding("websocket_refused", address)];
  } finally {
    socket?.close();
  }
}
