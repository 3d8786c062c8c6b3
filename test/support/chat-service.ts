import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** The answer of the chat service: a status with headers, or none at all. */
type ServiceReply = { readonly status: number; readonly headers?: Record<string, string> } | "cut";

/** A chat service on this machine that takes Slack's messages. */
export interface ChatService {
  /** The texts of the messages that it has received, by the last part of the address. */
  received(channel?: string): string[];
  addressOf(channel?: string): string;
  /** Decides what is answered from now on; without an argument, 200. */
  answer(reply?: (channel: string) => ServiceReply | Promise<ServiceReply>): void;
  forget(): void;
  stop(): Promise<void>;
}

export async function startChatService(): Promise<ChatService> {
  let messages: { channel: string; text: string }[] = [];
  let reply: (channel: string) => ServiceReply | Promise<ServiceReply> = () => ({ status: 200 });
  const server = createServer(async (request, response) => {
    const { text: said } = JSON.parse(await text(request)) as { text: string };
    const channel = request.url?.split("/").pop() ?? "";
    messages.push({ channel, text: said });
    const answer = await reply(channel);
    if (answer === "cut") request.socket.destroy();
    else response.writeHead(answer.status, answer.headers).end("ok");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    received: (channel = "team") => messages.filter((one) => one.channel === channel).map((one) => one.text),
    addressOf: (channel = "team") => `http://127.0.0.1:${port}/hooks/${channel}`,
    answer(next = () => ({ status: 200 })) {
      reply = next;
    },
    forget() {
      messages = [];
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
