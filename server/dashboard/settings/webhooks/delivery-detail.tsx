import type { WebhookEndpoint } from "../../../../shared/webhook.ts";
import { useAction } from "../../data/use-action.ts";
import { useLoad } from "../../data/use-load.ts";
import { t, withElements } from "../../i18n/translate.ts";
import { Button } from "../../ui/button.tsx";
import { shortTime } from "../../ui/format.ts";
import { ErrorNote, LoadError, Skeleton } from "../../ui/states.tsx";
import { Code } from "../../ui/verbatim.tsx";
import type { WebhookApi } from "./use-webhook-api.ts";

interface DeliveryDetailProps {
  readonly api: WebhookApi;
  readonly endpoint: WebhookEndpoint;
  /** The event's ID. */
  readonly event: string;
  /** Changes with the delivery, so that it is loaded again. */
  readonly version: string;
  readonly onChanged: () => void;
}

/** The request and the answer of a delivery. */
export function DeliveryDetail({ api, endpoint, event, version, onChanged }: DeliveryDetailProps) {
  const { id, state } = endpoint;
  const { loaded, retry } = useLoad(`${id} ${event} ${version}`, () => api.delivery(id, event));
  const again = useAction(async () => {
    await api.sendAgain(id, event);
    onChanged();
  });
  if (loaded.kind === "failed") return <LoadError failure={loaded.failure} retry={() => void retry()} />;
  if (loaded.kind === "loading") return <Skeleton lines={4} label={t("Loading the delivery")} />;
  const { request, answer, lastAttemptAt } = loaded.value;
  return (
    <div class="webhook-detail">
      <p class="hint">
        {withElements("ID {event}", { event: <Code>{event}</Code> })}
        {lastAttemptAt !== null &&
          t(" · last attempt {lastAttemptAt}", { lastAttemptAt: shortTime(lastAttemptAt) })}
      </p>
      <Body title={t("Request")} text={request} />
      <Body title={t("Answer")} text={answer} />
      <ErrorNote failure={again.failure} />
      <div class="button-row">
        <Button
          small
          icon="send"
          busy={again.busy}
          disabled={state !== "enabled" || loaded.value.state === "sending"}
          onClick={() => void again.run()}
        >
          {t("Send again")}
        </Button>
      </div>
    </div>
  );
}

function Body({ title, text }: { readonly title: string; readonly text: string | null }) {
  return (
    <section aria-label={title}>
      <h4 class="label">{title}</h4>
      {text ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <pre tabIndex={0} translate={false} dir="ltr">
          {indented(text)}
        </pre>
      ) : (
        <p class="hint">{text === null ? t("None yet.") : t("Without a body.")}</p>
      )}
    </section>
  );
}

/** JSON in lines, if it is any. */
function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text; // a receiver answers with what it likes
  }
}
