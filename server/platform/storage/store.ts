import { ApiError } from "../http/api-error.ts";

/** Bytes from the first to the last, both included, as HTTP counts them (RFC 9110, section 14.1.2). */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/** A whole file on this machine's disk. */
export interface LocalFile {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
}

/**
 * Where the bytes of files are kept, under keys that this server made: `PROPERTY/ID` or `pictures/ID`.
 *
 * Every method rejects with a Failure `storage_unavailable` when the store cannot be reached or does not do its work.
 */
export interface FileStore {
  /**
   * Keeps a file for good; resolves when it is safe. A key is either not there or whole. The local file may be gone
   * afterwards.
   */
  put(key: string, file: LocalFile): Promise<void>;
  /** The bytes, or a part of them; null if there is nothing under the key. */
  get(key: string, range?: ByteRange): Promise<ReadableStream<Uint8Array> | null>;
  /** Removes a file; one that is not there is removed already. */
  delete(key: string): Promise<void>;
}

const KEY = /^[a-z\d]+\/[\da-f-]{36}$/;

/** A key holds nothing but what this server made: no name that anybody chose can become a path. */
export function checkedKey(key: string): string {
  if (!KEY.test(key)) throw new Error(`"${key}" is not a key of the file store`);
  return key;
}

export function storageFailure(cause: unknown): ApiError {
  return new ApiError("storage_unavailable", { headers: { "Retry-After": "5" }, cause });
}
