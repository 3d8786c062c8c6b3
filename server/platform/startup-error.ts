/** The reason why the server cannot start: a code, and a message that says what to change. */
export class StartupError extends Error {
  override name = "StartupError" as const;
  readonly code: "bad_setting" | "port_in_use" | "database_newer" | "database_unreachable";

  constructor(code: StartupError["code"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
