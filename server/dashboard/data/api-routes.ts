import type { ExtractSchema } from "hono/types";
import type { AgentsApi } from "../../agents-api.ts";
import { BASE } from "./base-path.ts";

/** The server's routes: paths with their methods, and what each takes and answers. */
type Routes = ExtractSchema<AgentsApi>;

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** The paths that take a method. */
export type PathOf<M extends Method> = {
  [P in keyof Routes]: Routes[P] extends Record<`$${Lowercase<M>}`, unknown> ? P : never;
}[keyof Routes];

type Endpoint<M extends Method, P> = P extends keyof Routes
  ? Routes[P] extends Record<`$${Lowercase<M>}`, infer E>
    ? E
    : never
  : never;

type Input<M extends Method, P> = Endpoint<M, P> extends { input: infer I } ? I : never;

/** The value of a route's JSON answer. */
export type OutputOf<M extends Method, P> = Endpoint<M, P> extends { output: infer O } ? O : never;

/** The names in a path: `id` in `/tags/:id`. */
type ParamName<P> = P extends `${string}/:${infer Rest}`
  ? Rest extends `${infer Name}/${infer More}`
    ? Name | ParamName<`/${More}`>
    : Rest
  : never;

/** A value for each name in a path. */
export type ParamsOf<P> = { readonly [Name in ParamName<P>]: string };

/** The request of a route: its path's parameters, and its query and JSON body if it has them. */
export type RequestOf<M extends Method, P> = {
  [K in keyof Input<M, P> & ("query" | "json")]: K extends "query"
    ? { readonly [Key in keyof Input<M, P>[K]]: Input<M, P>[K][Key] | null }
    : Input<M, P>[K];
} & ([ParamName<P>] extends [never] ? unknown : { readonly param: ParamsOf<P> });

/** A route's path under `/api` with its parameters filled in, each of them encoded. */
export function apiAddress<P extends string>(path: P, param: ParamsOf<P>): string {
  const values: Readonly<Record<string, string>> = param;
  const filled = path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(values[name] ?? ""));
  return `${BASE}/api${filled}`;
}
