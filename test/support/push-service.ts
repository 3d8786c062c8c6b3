import {
  createDecipheriv,
  createECDH,
  createPublicKey,
  type ECDH,
  hkdfSync,
  randomBytes,
  verify,
} from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import * as z from "zod/mini";
import { createPushClient, type PushClient } from "../../server/notifications/push/push-client.ts";
import { createHttpClient } from "../../server/platform/http-client/http-client.ts";
import type { PushSubscriptionWrite } from "../../shared/notifications.ts";
import { PushPayload } from "../../shared/push-message.ts";
import { MAIL_CERTIFICATE, MAIL_CERTIFICATE_KEY } from "./mail-certificate.ts";

/** The service's answer to a message: a status, and further headers. `cut`: it closes the connection. */
export type PushReply = { readonly status: number; readonly headers?: Record<string, string> } | "cut";

/** A message as the browser decrypts it. */
export interface ReceivedPush {
  readonly payload: PushPayload;
  readonly headers: IncomingHttpHeaders;
  /** Of the encrypted body, bytes. */
  readonly size: number;
  /** The claims of the server's signed token (RFC 8292). */
  readonly claims: unknown;
}

/** A browser that is subscribed at the service. */
export interface PushTestBrowser {
  readonly subscription: PushSubscriptionWrite;
  readonly received: readonly ReceivedPush[];
}

/** A push service (RFC 8030) and its browsers. */
export interface PushService {
  /** Sends messages to it, although it is on this machine. */
  readonly client: PushClient;
  subscribe(): PushTestBrowser;
  /** Decides what is answered from now on; without an argument, 201. */
  answer(reply?: () => PushReply | Promise<PushReply>): void;
  stop(): Promise<void>;
}

interface Browser {
  readonly keys: ECDH;
  readonly auth: Buffer;
  readonly received: ReceivedPush[];
}

/** Starts a push service with TLS on this machine. It answers 201 and shows each message decrypted. */
export async function startPushService(): Promise<PushService> {
  const browsers = new Map<string, Browser>();
  let reply: () => PushReply | Promise<PushReply> = () => ({ status: 201 });
  const server = createServer(
    { cert: MAIL_CERTIFICATE, key: MAIL_CERTIFICATE_KEY },
    async (request, response) => {
      const body = await buffer(request);
      const chosen = await reply();
      if (chosen === "cut") {
        request.socket.destroy();
        return;
      }
      const browser = browsers.get(request.url ?? "");
      if (chosen.status < 300 && browser)
        browser.received.push({
          payload: z.parse(PushPayload, JSON.parse(decrypt(browser, body))),
          headers: request.headers,
          size: body.length,
          claims: verifiedClaims(request.headers.authorization ?? ""),
        });
      response.writeHead(browser ? chosen.status : 404, chosen.headers).end();
    },
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    client: createPushClient(createHttpClient({ isAllowed: () => true, tls: { ca: MAIL_CERTIFICATE } })),
    subscribe() {
      const path = `/send/${randomBytes(12).toString("hex")}`;
      const keys = createECDH("prime256v1");
      keys.generateKeys();
      const browser: Browser = { keys, auth: randomBytes(16), received: [] };
      browsers.set(path, browser);
      const subscription = {
        endpoint: `https://localhost:${port}${path}`,
        p256dh: keys.getPublicKey("base64url"),
        auth: browser.auth.toString("base64url"),
      };
      return { subscription, received: browser.received };
    },
    answer(next = () => ({ status: 201 })) {
      reply = next;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Decrypts a body as a browser does: RFC 8291 over RFC 8188, with one record. */
function decrypt({ keys, auth }: Browser, body: Buffer): string {
  const salt = body.subarray(0, 16);
  const keyLength = body.readUInt8(20);
  const serverKey = body.subarray(21, 21 + keyLength);
  const record = body.subarray(21 + keyLength);
  const derive = (secret: Buffer, saltOf: Buffer, info: Buffer | string, length: number) =>
    Buffer.from(hkdfSync("sha256", secret, saltOf, info, length));
  const info = Buffer.concat([Buffer.from("WebPush: info\0"), keys.getPublicKey(), serverKey]);
  const secret = derive(keys.computeSecret(serverKey), auth, info, 32);
  const key = derive(secret, salt, "Content-Encoding: aes128gcm\0", 16);
  const nonce = derive(secret, salt, "Content-Encoding: nonce\0", 12);
  const decipher = createDecipheriv("aes-128-gcm", key, nonce);
  decipher.setAuthTag(record.subarray(-16));
  const padded = Buffer.concat([decipher.update(record.subarray(0, -16)), decipher.final()]);
  return padded.subarray(0, padded.lastIndexOf(2)).toString("utf8");
}

/** The claims of the header `Authorization` (RFC 8292), whose signature must be that of the key in it. */
function verifiedClaims(authorization: string): unknown {
  const [, token = "", key = ""] = /^vapid t=([^,]+), *k=(.+)$/.exec(authorization) ?? [];
  const [head = "", claims = "", signature = ""] = token.split(".");
  const point = Buffer.from(key, "base64url");
  const coordinate = (start: number) => point.subarray(start, start + 32).toString("base64url");
  const jwk = { kty: "EC", crv: "P-256", x: coordinate(1), y: coordinate(33) };
  const isSigned = verify(
    "sha256",
    Buffer.from(`${head}.${claims}`),
    { key: createPublicKey({ key: jwk, format: "jwk" }), dsaEncoding: "ieee-p1363" },
    Buffer.from(signature, "base64url"),
  );
  if (!isSigned) throw new Error(`Not signed by its key: ${authorization}`);
  return JSON.parse(Buffer.from(claims, "base64url").toString("utf8"));
}
