import { createHash, createHmac } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { S3Settings } from "../../server/platform/config.ts";

/** A store that speaks as much S3 as Foyer needs, and refuses what is not signed with its key. */
export interface TestS3 {
  readonly settings: S3Settings;
  /** The stored objects, by path. */
  readonly objects: Map<string, Buffer>;
  /** A fault that replaces the normal behaviour until it is reset. */
  mood: "well" | "failing" | "silent" | "cutting";
  close(): void;
}

const SECRET = "sesame/sesame+sesame";

/** The signature of a request (AWS Signature Version 4), computed from what arrived. */
function signatureOf(request: IncomingMessage): string {
  const [, day = "", region = "", signed = ""] =
    /^AWS4-HMAC-SHA256 Credential=key\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), /.exec(
      request.headers.authorization ?? "",
    ) ?? [];
  const headers = signed.split(";").map((name) => `${name}:${request.headers[name]}\n`);
  const payload = request.headers["x-amz-content-sha256"];
  const canonical = [request.method, request.url, "", headers.join(""), signed, payload].join("\n");
  const scope = `${day}/${region}/s3/aws4_request`;
  const hashed = createHash("sha256").update(canonical).digest("hex");
  const text = ["AWS4-HMAC-SHA256", request.headers["x-amz-date"], scope, hashed].join("\n");
  const key = [day, region, "s3", "aws4_request"].reduce<string | Buffer>(
    (secret, part) => createHmac("sha256", secret).update(part).digest(),
    `AWS4${SECRET}`,
  );
  return createHmac("sha256", key).update(text).digest("hex");
}

export async function startS3(): Promise<TestS3> {
  const objects = new Map<string, Buffer>();
  const server = createServer(async (request, response) => {
    const answer = (status: number, body: Buffer | string = "", headers: Record<string, string> = {}) =>
      void response.writeHead(status, { "content-length": Buffer.byteLength(body), ...headers }).end(body);
    if (s3.mood === "silent") return;
    if (s3.mood === "failing") return answer(500, "<Error><Code>InternalError</Code></Error>");
    if (s3.mood === "cutting") return void request.once("data", () => request.socket.destroy());
    if (!request.headers.authorization?.endsWith(`, Signature=${signatureOf(request)}`))
      return answer(403, "<Error><Code>SignatureDoesNotMatch</Code></Error>");
    const path = request.url ?? "";
    if (request.method === "PUT") {
      // as S3 does: a body without its length is refused
      if (!request.headers["content-length"]) return answer(411);
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      objects.set(path, Buffer.concat(chunks));
      return answer(200);
    }
    if (request.method === "DELETE") {
      objects.delete(path);
      return answer(204);
    }
    const object = objects.get(path);
    if (!object) return answer(404, "<Error><Code>NoSuchKey</Code></Error>");
    const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "") ?? [];
    if (first === undefined) return answer(200, object);
    answer(206, object.subarray(Number(first), Number(last) + 1));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const s3: TestS3 = {
    settings: {
      endpoint: `http://127.0.0.1:${port}`,
      bucket: "foyer-files",
      region: "eu-central-1",
      accessKey: "key",
      secretKey: SECRET,
    },
    objects,
    mood: "well",
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
  return s3;
}
