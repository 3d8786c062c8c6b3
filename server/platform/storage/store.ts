import { ApiError } from "../http/api-error.ts";

/** A range of bytes, both ends included, as in HTTP (RFC 9110, section 14.1.2). */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/** A complete file on the local disk. */
export interface LocalFile {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
}

/**
 * Stores the bytes of files under keys that this server makes: `PROPERTY/ID` or `pictures/ID`.
 *
 * Every method rejects with an ApiError `storage_unavailable` if the store is unreachable or fails.
 */
export interface FileStore {
  /**
   * Stores a file; resolves when it is durable. A key never has part of a file. The local file may be gone afterwards.
   */
  put(key: string, file: LocalFile): Promise<void>;
  /** The bytes, or a range of them; null if the key does not exist. */
  get(key: string, range?: ByteRange): Promise<ReadableStream<Uint8Array> | null>;
  /** Removes a file, if it exists. */
  delete(key: string): Promise<void>;
}

const KEY = /^[a-z\d]+\/[\da-f-]{36}$/;

/** Checks that a key has the form that this server makes, so that no foreign name becomes a path. */
export function checkedKey(key: string): string {
  if (!KEY.test(key)) throw new Error(`"${key}" is not a key of the file store`);
  return key;
}

export function storageFailure(cause: unknown): ApiError {
  return new ApiError("storage_unavailable", { headers: { "Retry-After": "5" }, cause });
}
