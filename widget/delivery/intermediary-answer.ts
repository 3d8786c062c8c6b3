/** The answer of a firewall or a proxy in place of the server. */
export interface IntermediaryAnswer {
  /** 0: the page may not read the answer. */
  readonly status: number;
  readonly contentType: string;
  /** The first characters of its text. */
  readonly excerpt: string;
}
