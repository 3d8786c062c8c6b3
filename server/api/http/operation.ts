import * as z from "zod/mini";
import type { ApiScope } from "../../../shared/api-key.ts";
import type { ErrorCode } from "../../../shared/error.ts";
import type { Tx } from "../../platform/database/open.ts";
import type { ApiError } from "../../platform/http/api-error.ts";
import { parse } from "../../platform/http/read-body.ts";
import type { RequestKey } from "../keys/key-store.ts";
import type { IdempotentRequest } from "./read-idempotency-key.ts";

export type Schema = z.ZodMiniType;

/** The query or the body of an operation that has none. */
export const Nothing = z.strictObject({});

/** The names of the parameters of a path: `id` and `note` of `/contacts/:id/notes/:note`. */
export type PathKeys<P extends string> = P extends `${string}:${infer Key}/${infer Rest}`
  ? Key | PathKeys<`/${Rest}`>
  : P extends `${string}:${infer Key}`
    ? Key
    : never;

/** The groups of operations, in the order of the documentation. */
export const API_TAGS = {
  Contacts: "People with an e-mail, a phone or a user ID, and what is known of them.",
  Tags: "Labels of contacts, conversations and tickets.",
  Organizations: "The organizations that contacts name.",
  Attributes: "The definitions of a contact's custom attributes.",
  Imports: "Files of contacts.",
  Conversations: "Chats, and the messages in them.",
  Tickets: "Conversations with a number and a status.",
  Webhooks: "The endpoints that are told of what happens, and what was sent to them.",
  Visits: "The pages that visitors have opened.",
  Forms: "Forms, and what was submitted with them.",
  Keys: "The API key of the request.",
} as const;

/** An operation of the REST API: everything that its route, its guard and its documentation are made from. */
export interface Description<P extends string, Q extends Schema, B extends Schema, A extends Schema> {
  /** The `operationId`, in camel case, and stable: clients are generated from it. */
  readonly id: string;
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below `/api/v1`, with `:parameters`. */
  readonly path: P;
  readonly tag: keyof typeof API_TAGS;
  /** The scope that the key must have (R34); null: any key may. */
  readonly scope: ApiScope | null;
  /** One short sentence without a full stop. */
  readonly summary: string;
  /** More, in Markdown's paragraphs. */
  readonly details?: string;
  readonly params: Readonly<Record<PathKeys<P>, { readonly description: string; readonly example: string }>>;
  readonly query: Q;
  /** `Nothing`: there is no body, and none is read. */
  readonly body: B;
  /** The schema of the body in the description, if `body` leaves a part of it to the operation. */
  readonly bodyDescribed?: Schema;
  /** The largest body, bytes, and the most values in it, if the ordinary limits are too small. */
  readonly largest?: { readonly bytes: number; readonly values: number };
  readonly answer: A;
  /** The status of success. */
  readonly status: 200 | 201;
  /** The codes of errors beside those that every operation has. */
  readonly errors: readonly ErrorCode[];
  readonly example: {
    readonly query?: Readonly<Record<string, string>>;
    readonly body?: z.input<B>;
    readonly answer: z.output<A>;
  };
}

/** A request that has passed the guard, with what its schemas have parsed. */
export interface Call<P extends string, Q extends Schema, B extends Schema> {
  readonly key: RequestKey;
  readonly property: string;
  readonly param: (name: PathKeys<P>) => string;
  readonly query: z.output<Q>;
  readonly body: z.output<B>;
  /** The value of a header, by its name in lower case. */
  readonly header: (name: string) => string | undefined;
  /** The client's address and program, for the audit log. */
  readonly from: { readonly address: string; readonly browser: string };
}

/** The answer of an operation. */
export interface Reply<T> {
  readonly body: T;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The people whom an answer is about, so that it is removed with them: one, several (`many`), or nobody (null). */
type AboutPeople = { readonly contact: string } | "many" | null;

/** The answer of an operation that writes. */
export interface Change<T> extends Reply<T> {
  readonly about: AboutPeople;
  /** Runs after the commit, before the answer: what is not in the database. */
  readonly afterCommit?: () => Promise<void>;
}

/** The result of an operation that writes: the answer that was stored when the request was made before (R34), JSON, or a new one. */
export type WriteResult =
  | { readonly stored: string; readonly change?: never }
  | { readonly stored?: never; readonly change: Change<unknown> };

/** Work for several requests of an API key at once. A request whose outcome is an error has changed nothing. */
export type RunTogether<C, T = unknown> = (
  tx: Tx,
  calls: readonly C[],
) => Promise<readonly (Change<T> | ApiError)[]>;

/** Makes the function that runs one request together with others. */
export type Grouping = <C extends { readonly key: RequestKey }>(
  run: RunTogether<C>,
) => (call: C, request: IdempotentRequest | null) => Promise<WriteResult>;

/** A request before its schemas have parsed it. */
export interface RawCall extends Pick<Call<string, Schema, Schema>, "key" | "property" | "header" | "from"> {
  readonly param: (name: string) => string;
  readonly query: unknown;
  readonly body: unknown;
}

type AnyDescription = Description<string, Schema, Schema, Schema>;
type Written = Pick<
  AnyDescription,
  Exclude<keyof AnyDescription, "params" | "example"> & keyof AnyDescription
> & {
  readonly params: Readonly<Record<string, { readonly description: string; readonly example: string }>>;
  readonly example: {
    readonly query?: Readonly<Record<string, string>>;
    readonly body?: unknown;
    readonly answer: unknown;
  };
};

/** An operation whose types are closed over: it parses the request itself. */
export type Operation = Written &
  (
    | { readonly kind: "read"; readonly run: (raw: RawCall) => Promise<Reply<unknown>> }
    /** Runs in one transaction, with the answer that is stored for the request's `Idempotency-Key`. */
    | {
        readonly kind: "change";
        readonly prepare: (raw: RawCall) => InTransaction<unknown> | Promise<InTransaction<unknown>>;
      }
    /** Takes a file as its body, and does the rest as `change` does. */
    | {
        readonly kind: "upload";
        readonly receive: (raw: RawCall, file: IncomingFile) => Promise<ReceivedFile<unknown>>;
      }
    /** Runs in one transaction with the requests that arrive at the same time. `bind` is called once. */
    | {
        readonly kind: "together";
        readonly bind: (
          grouping: Grouping,
        ) => (raw: RawCall, request: IdempotentRequest | null) => Promise<WriteResult>;
      }
    /** Runs in several transactions, one after the other. What one has done is stored for the `Idempotency-Key` with it. */
    | { readonly kind: "steps"; readonly prepare: (raw: RawCall) => Steps<unknown, unknown> }
  );

/** Work in one transaction. */
type InTransaction<T> = (tx: Tx) => Promise<Change<T>>;

/** A file on its way, of any size: the operation limits it. */
export interface IncomingFile {
  readonly body: AsyncIterable<Uint8Array>;
  /** The announced length, bytes; null: unknown. */
  readonly length: number | null;
}

/** A file that has arrived. */
interface ReceivedFile<T> {
  readonly run: InTransaction<T>;
  /** Removes the file, if `run` failed, or had run for an earlier request already. */
  readonly discard: () => Promise<void>;
}

/** Work in several transactions. Its results are JSON. */
export interface Steps<R, T> {
  /** How many transactions. */
  readonly steps: number;
  /** @param step from 0 */
  readonly run: (tx: Tx, step: number) => Promise<readonly R[]>;
  /** Makes the answer from the results of all steps. */
  readonly finish: (results: R[]) => T;
}

function parseCall<P extends string, Q extends Schema, B extends Schema>(
  { query, body }: Pick<Description<P, Q, B, Schema>, "query" | "body">,
  raw: RawCall,
): Call<P, Q, B> {
  return { ...raw, query: parse(query, raw.query), body: parse(body, raw.body) };
}

/** Makes an operation that only reads. */
export function read<P extends string, Q extends Schema, B extends Schema, A extends Schema>(
  description: Description<P, Q, B, A>,
  run: (call: Call<P, Q, B>) => Promise<Reply<z.output<A>>>,
): Operation {
  return { ...description, kind: "read", run: async (raw) => run(parseCall(description, raw)) };
}

/** Makes an operation that writes, all of it in one transaction. */
export function change<P extends string, Q extends Schema, B extends Schema, A extends Schema>(
  description: Description<P, Q, B, A>,
  run: (tx: Tx, call: Call<P, Q, B>) => Promise<Change<z.output<A>>>,
): Operation {
  return {
    ...description,
    kind: "change",
    prepare: (raw) => {
      const call = parseCall(description, raw);
      return (tx) => run(tx, call);
    },
  };
}

/** Makes an operation that writes, whose requests are cheaper together than each alone. They see the effects of those before them. */
export function together<P extends string, Q extends Schema, B extends Schema, A extends Schema>(
  description: Description<P, Q, B, A>,
  run: RunTogether<Call<P, Q, B>, z.output<A>>,
): Operation {
  return {
    ...description,
    kind: "together",
    bind: (grouping) => {
      const write = grouping(run);
      return async (raw, request) => write(parseCall(description, raw), request);
    },
  };
}

/** Makes an operation that writes, all of it in one transaction, after what is too slow for a transaction. */
export function preparedChange<P extends string, Q extends Schema, B extends Schema, A extends Schema>(
  description: Description<P, Q, B, A>,
  prepare: (call: Call<P, Q, B>) => Promise<InTransaction<z.output<A>>>,
): Operation {
  return { ...description, kind: "change", prepare: async (raw) => prepare(parseCall(description, raw)) };
}

/** Makes an operation whose body is a file. */
export function upload<P extends string, Q extends Schema, A extends Schema>(
  description: Description<P, Q, typeof Nothing, A>,
  receive: (call: Call<P, Q, typeof Nothing>, file: IncomingFile) => Promise<ReceivedFile<z.output<A>>>,
): Operation {
  return {
    ...description,
    kind: "upload",
    receive: async (raw, file) => receive(parseCall(description, raw), file),
  };
}

/** Makes an operation that writes in several transactions. @param result the schema of one result of a step, as it is stored */
export function inSteps<
  P extends string,
  Q extends Schema,
  B extends Schema,
  A extends Schema,
  R extends Schema,
>(
  description: Description<P, Q, B, A>,
  result: R,
  prepare: (call: Call<P, Q, B>) => Steps<z.output<R>, z.output<A>>,
): Operation {
  return {
    ...description,
    kind: "steps",
    prepare: (raw) => {
      const { steps, run, finish } = prepare(parseCall(description, raw));
      return { steps, run, finish: (results) => finish(results.map((one) => z.parse(result, one))) };
    },
  };
}
