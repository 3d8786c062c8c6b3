import type * as z from "zod/mini";

/** Sends a request and reads the answer with the schema that both sides share. */
export type Call = <S extends z.ZodMiniType>(
  schema: S,
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
  path: string,
  body?: unknown,
) => Promise<z.infer<S>>;

/** Sends a body as it is, with its progress. */
export type SendFile = <S extends z.ZodMiniType>(
  schema: S,
  method: "POST" | "PUT",
  path: string,
  sent: { body: Blob; name?: string; onProgress: (share: number) => void; signal: AbortSignal },
) => Promise<z.infer<S>>;

/** Asks for a file. */
export type AskForFile = (path: string, body: unknown) => Promise<Blob>;

/** The path of something inside a property, under /api. */
export const propertyPath = (property: string, ...path: readonly string[]) =>
  `/properties/${[property, ...path].map(encodeURIComponent).join("/")}`;
