import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { AwsV4Signer } from "aws4fetch";
import type { S3Settings } from "../config.ts";
import { checkedKey, type FileStore, storageFailure } from "./store.ts";

export interface S3Deps {
  readonly fetch: typeof fetch;
  /** Milliseconds since 1970. Part of the signature of a request. */
  readonly now: () => number;
  /** The longest wait for the beginning of an answer, ms; it includes sending a whole file. */
  readonly timeout: number;
}

/** A file store with the S3 API, addressed by path: `ENDPOINT/BUCKET/KEY`. */
export function s3Store(settings: S3Settings, deps: S3Deps): FileStore {
  const request = createRequest(settings, deps);
  return {
    async put(key, { path, size }) {
      // S3 requires the length, and stores an object only when all of it has arrived
      const headers = { "content-length": String(size), "content-type": "application/octet-stream" };
      const body = Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>;
      const answer = await request("PUT", key, { headers, body, duplex: "half" });
      await settled(answer, [200]);
    },
    async get(key, range) {
      const headers: Record<string, string> = range ? { range: `bytes=${range.first}-${range.last}` } : {};
      const answer = await request("GET", key, { headers });
      if (answer.status === (range ? 206 : 200)) return answer.body;
      await settled(answer, [404]);
      return null;
    },
    async delete(key) {
      await settled(await request("DELETE", key, {}), [200, 204, 404]);
    },
  };
}

/** The options of Node's `fetch`, which requires `duplex` for a body that is a stream. */
type Init = RequestInit & { readonly headers?: Record<string, string>; readonly duplex?: "half" };

function createRequest(settings: S3Settings, { fetch, now, timeout }: S3Deps) {
  return async (method: string, key: string, init: Init): Promise<Response> => {
    const signed = await new AwsV4Signer({
      method,
      url: `${settings.endpoint}/${settings.bucket}/${checkedKey(key)}`,
      ...(init.headers && { headers: init.headers }),
      accessKeyId: settings.accessKey,
      secretAccessKey: settings.secretKey,
      region: settings.region,
      service: "s3",
      datetime: new Date(now()).toISOString().replace(/[:-]|\.\d{3}/g, ""),
    }).sign();
    const waiting = new AbortController();
    // only until the answer begins: the reader may take longer for the bytes
    const timer = setTimeout(() => waiting.abort(new Error(`No answer within ${timeout} ms`)), timeout);
    try {
      return await fetch(signed.url, { ...init, method, headers: signed.headers, signal: waiting.signal });
    } catch (error) {
      throw storageFailure(error);
    } finally {
      clearTimeout(timer);
    }
  };
}

/** Reads an answer to its end, so that the connection can be reused. @throws ApiError `storage_unavailable` */
async function settled(answer: Response, expected: readonly number[]): Promise<void> {
  let text = "";
  try {
    text = await answer.text();
  } catch (error) {
    throw storageFailure(error);
  }
  if (!expected.includes(answer.status))
    throw storageFailure(new Error(`The file store answered ${answer.status}: ${text.slice(0, 300)}`));
}
