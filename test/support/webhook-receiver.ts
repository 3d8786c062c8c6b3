import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { Webhook } from "standardwebhooks";

/** A webhook as an owner's server gets it. */
export interface ReceivedWebhook {
  readonly id: string;
  readonly type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a receiver knows no schema
  readonly data: any;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** The answer to a webhook. `cut`: the connection is closed. */
export type WebhookReply =
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string }
  | "cut";

/** An owner's server. It accepts what it gets until it is told otherwise. */
export interface WebhookReceiver {
  readonly url: string;
  readonly received: readonly ReceivedWebhook[];
  /** Decides what is answered from now on; without an argument, 204. */
  answer(reply?: (webhook: ReceivedWebhook) => WebhookReply | Promise<WebhookReply>): void;
  /** Empties `received`. */
  forget(): void;
  /** Verifies everything that was received with a secret, as the library of Standard Webhooks does. @throws if one is not signed by it */
  verify(secret: string): void;
  stop(): Promise<void>;
}

/** Starts an owner's server on this machine. */
export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const received: ReceivedWebhook[] = [];
  const accept = () => ({ status: 204 });
  let reply: (webhook: ReceivedWebhook) => WebhookReply | Promise<WebhookReply> = accept;
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const { headers } = request;
    const webhook = { ...JSON.parse(body), id: String(headers["webhook-id"]), headers, body };
    received.push(webhook);
    const chosen = await reply(webhook);
    if (chosen === "cut") request.socket.destroy();
    else response.writeHead(chosen.status, chosen.headers).end(chosen.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    received,
    answer(next = accept) {
      reply = next;
    },
    forget() {
      received.length = 0;
    },
    verify(secret) {
      const webhook = new Webhook(secret);
      for (const { body, headers } of received) webhook.verify(body, headers as Record<string, string>);
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
