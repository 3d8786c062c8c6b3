import { randomBytes } from "node:crypto";
import type { Hono } from "hono";
import { formDefinition } from "../../server/properties/form-version.ts";
import type { DeliveryReceipts, SubmissionDelivery } from "../../shared/delivery.ts";
import type { FormDraft } from "../../shared/form.ts";
import type { FormKey } from "../../shared/form-key.ts";
import { defaultSettings } from "../../shared/property.ts";
import { uuidv7 } from "../../shared/rules/uuid.ts";
import { drawVisitorId } from "../../shared/rules/visitor-id.ts";
import type { VisitReceipt } from "../../shared/visitor.ts";

const CHROME =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/147.0.0.0 Safari/537.36";

/** A visitor's browser, as far as the server can tell: it registers, and sends deliveries with its token. */
export class BrowserVisitor {
  readonly id: string;
  readonly proof = randomBytes(16).toString("hex");
  token = "";
  readonly #app: Pick<Hono, "request">;
  readonly property: string;
  readonly headers: Record<string, string>;

  constructor(app: Pick<Hono, "request">, property: string, { id = "", headers = {} } = {}) {
    this.#app = app;
    this.property = property;
    this.id = id || drawVisitorId((words) => crypto.getRandomValues(words));
    this.headers = { origin: "https://example.com", "user-agent": CHROME, ...headers };
  }

  /** Registers the visit; keeps the token if there is one. */
  async visit(more: Record<string, unknown> = {}): Promise<Response> {
    const response = await this.post("visits", {
      visitor: this.id,
      proof: this.proof,
      page: "https://example.com/pricing",
      referrer: "https://search.example/",
      language: "en-GB",
      timeZone: "Europe/London",
      screen: "1280x800",
      ...more,
    });
    if (response.ok) this.token = ((await response.clone().json()) as VisitReceipt).token;
    return response;
  }

  post(
    action:
      | "visits"
      | "forget"
      | "sign-outs"
      | "hand-overs"
      | "redemptions"
      | "deliveries"
      | "changes"
      | "history"
      | "conversations"
      | "thread-changes"
      | "thread-history"
      | "codes"
      | "proofs"
      | "identities"
      | "activity"
      | "doctor"
      | "transcript",
    body: unknown,
  ): Promise<Response> {
    return Promise.resolve(
      this.#app.request(`/w/${this.property}/${action}`, {
        method: "POST",
        headers: this.headers,
        body: typeof body === "string" ? body : JSON.stringify(body),
      }),
    );
  }

  send(...deliveries: unknown[]): Promise<Response> {
    return this.post("deliveries", { token: this.token, deliveries });
  }

  /** Sends one submission and gives back its receipt. */
  async submit(answers: SubmissionDelivery["answers"], form?: FormKey, draft?: FormDraft) {
    const response = await this.send(submission(answers, form, draft));
    if (!response.ok) throw new Error(await response.text());
    const { receipts } = (await response.json()) as DeliveryReceipts;
    const [receipt] = receipts;
    if (!receipt) throw new Error("There is no receipt");
    return receipt;
  }
}

/** A submission of the default form, as the widget would send it. */
export function submission(
  answers: SubmissionDelivery["answers"],
  form: FormKey = "pre_chat",
  draft: FormDraft = defaultSettings("", "UTC").preChatForm,
): SubmissionDelivery {
  return {
    id: uuidv7(Date.now(), randomBytes(8)),
    kind: "submission",
    at: Date.UTC(2026, 10, 23, 11, 59),
    form,
    version: formDefinition(draft).version,
    answers,
    page: "https://example.com/pricing",
    locale: "en",
    shownFor: 20_000,
    trap: "",
  };
}
