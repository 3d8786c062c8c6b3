import type { ClientRequest, IncomingHttpHeaders, IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import type { HttpFailureCode } from "../../../shared/http-failure.ts";

/** The answer of a server. */
export interface HttpAnswer {
  readonly status: number;
  /** By their names in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  /** Read as UTF-8. */
  readonly body: string;
  /** Whether there was more than was read. */
  readonly isCut: boolean;
}

interface ExchangeOptions {
  /** Whether the connection uses TLS. */
  readonly isSecure: boolean;
  /** How long the connection and then the answer may take, ms. */
  readonly connect: number;
  readonly answer: number;
}

/** Bytes that are read of a body: the rest may be endless. */
export const MAX_ANSWER = 64 * 1024;

type Phase = "connecting" | "handshake" | "waiting";

/**
 * Sends a request's body and receives the answer, with a limit for the connection and one for all that follows. Once the status is
 * known it counts, whatever becomes of the body.
 */
export function receiveAnswer(
  request: ClientRequest,
  body: string | Uint8Array,
  { isSecure, connect, answer }: ExchangeOptions,
): Promise<HttpAnswer | HttpFailureCode> {
  return new Promise((resolve) => {
    let phase: Phase = "connecting";
    let response: IncomingMessage | null = null;
    const chunks: Buffer[] = [];
    let size = 0;
    const end = (result: HttpAnswer | HttpFailureCode) => {
      clearTimeout(timer);
      resolve(result);
    };
    const endWithAnswer = ({ statusCode = 0, headers }: IncomingMessage, isCut: boolean) =>
      end({ status: statusCode, headers: toTexts(headers), body: decode(chunks), isCut });
    const abandon = (code: HttpFailureCode) => {
      if (response) endWithAnswer(response, true);
      else end(code);
      request.destroy();
    };
    let timer = setTimeout(() => abandon("connect_timeout"), connect);
    const waitForAnswer = () => {
      phase = "waiting";
      clearTimeout(timer);
      timer = setTimeout(() => abandon("answer_timeout"), answer);
    };
    request.on("socket", (socket: Socket) => {
      if (request.reusedSocket) return waitForAnswer();
      socket.once("connect", () => {
        if (isSecure) phase = "handshake";
        else waitForAnswer();
      });
      socket.once("secureConnect", waitForAnswer);
    });
    request.on("response", (received) => {
      response = received;
      received.on("data", (chunk: Buffer) => {
        const rest = MAX_ANSWER - size;
        chunks.push(chunk.subarray(0, rest));
        size += chunk.length;
        if (chunk.length > rest) abandon("malformed_answer");
      });
      received.on("end", () => endWithAnswer(received, false));
      received.on("error", () => endWithAnswer(received, true));
    });
    request.on("error", (error: NodeJS.ErrnoException) => {
      if (response) endWithAnswer(response, true);
      else end(codeOf(error, phase));
    });
    request.end(body);
  });
}

function codeOf({ code = "" }: NodeJS.ErrnoException, phase: Phase): HttpFailureCode {
  if (phase === "handshake") return "tls";
  if (phase === "connecting") return code === "ETIMEDOUT" ? "connect_timeout" : "unreachable";
  return code.startsWith("HPE_") ? "malformed_answer" : "connection_lost";
}

const decode = (chunks: readonly Buffer[]): string => Buffer.concat(chunks).toString("utf8");

const toTexts = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, [value].flat().join(", ")]],
    ),
  );
