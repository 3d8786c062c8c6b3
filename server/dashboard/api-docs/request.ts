import type { ApiDocument, Operation } from "./document.ts";

/** The values of an operation's parameters, by name; what is empty is not sent. */
export type ParameterValues = Readonly<Record<string, string>>;

/** A request of an operation. */
export interface ApiRequest {
  readonly method: string;
  /** Below the address of the API, with its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** A body as it is shown and edited; null: there is none. */
export const exampleBody = ({ body }: Operation): string | null =>
  body && JSON.stringify(body.example ?? {}, null, 2);

/** The example of each parameter of a path, which has to have a value, and of those of the query on demand. */
export const exampleValues = ({ parameters }: Operation, withQuery: boolean): ParameterValues =>
  Object.fromEntries(
    parameters
      .filter((one) => one.example && (one.in === "path" || (withQuery && one.in === "query")))
      .map(({ name, example }) => [name, example]),
  );

/** Makes the request of an operation. @param key the API key */
export function makeRequest(
  { method, path, parameters }: Operation,
  values: ParameterValues,
  body: string | null,
  key: string,
): ApiRequest {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ""));
  const given = parameters.flatMap(({ name, in: location }) => {
    const value = values[name];
    return value ? [{ name, location, value }] : [];
  });
  const query = new URLSearchParams(
    given.filter(({ location }) => location === "query").map(({ name, value }) => [name, value]),
  ).toString();
  return {
    method,
    path: query ? `${filled}?${query}` : filled,
    headers: {
      Authorization: `Bearer ${key}`,
      ...(body !== null && { "Content-Type": "application/json" }),
      ...Object.fromEntries(
        given.filter(({ location }) => location === "header").map(({ name, value }) => [name, value]),
      ),
    },
    body,
  };
}

/** A text between quotes that a POSIX shell does not look into. */
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/**
 * A request as a command for a terminal. The lines of its body are indented like those of the command.
 *
 * @param address the absolute address of the API
 */
export function curlOf({ method, path, headers, body }: ApiRequest, address: string): string {
  const url = address + path;
  const parts = [
    `curl ${method === "GET" || (method === "POST" && body !== null) ? "" : `-X ${method} `}${/[?&]/.test(url) ? quoted(url) : url}`,
    // between these quotes the shell puts the key's value in place of its name
    ...Object.entries(headers).map(([name, value]) => `-H "${name}: ${value}"`),
    ...(body === null ? [] : [`-d ${quoted(body.replaceAll("\n", "\n  "))}`]),
  ];
  return parts.join(" \\\n  ");
}

/** The absolute address of the API. @param page the address of this page */
export const apiAddress = ({ address }: ApiDocument, page: string): string => new URL(address, page).href;

/** The example of an operation as a command, with the key in a variable. A body that is a file is read from the disk. */
export function exampleCurl(operation: Operation, address: string): string {
  const values = exampleValues(operation, true);
  const request = makeRequest(operation, values, exampleBody(operation), "$FOYER_KEY");
  const command = curlOf(request, address);
  const { fileType } = operation;
  return fileType
    ? `${command} \\\n  -H "Content-Type: ${fileType}" \\\n  --data-binary @${values.fileName ?? "FILE"}`
    : command;
}
