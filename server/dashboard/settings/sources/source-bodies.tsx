import { useEffect, useMemo } from "preact/hooks";
import type {
  ReceivedBodies,
  ReceivedBody,
  RecordedBody,
  RunAgain,
  WebhookSource,
} from "../../../../shared/webhook-source.ts";
import { href } from "../../app/routes.ts";
import { useServices } from "../../app/services.tsx";
import { PagedList } from "../../contacts/paged-list.tsx";
import { createPaged } from "../../data/paged.ts";
import { useActionWithNotice } from "../../data/use-action-with-notice.ts";
import { t } from "../../i18n/translate.ts";
import { Button } from "../../ui/button.tsx";
import { count } from "../../ui/format.ts";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { Verbatim } from "../../ui/verbatim.tsx";
import { stateLabel, toneOf } from "./source-words.ts";
import { useSourceApi } from "./use-source-api.ts";

interface SourceBodiesProps {
  readonly property: string;
  readonly source: WebhookSource;
  /** The ID of the body that is shown as a tree; null: none. */
  readonly shown: string | null;
  readonly onShow: (body: RecordedBody) => void;
  readonly reload: () => Promise<unknown>;
}

/** How often the list looks for what has arrived, ms. */
const INTERVAL = 4_000;

/** The bodies that a source has sent in the last 30 days, with their outcomes. */
export function SourceBodies({ property, source, shown, onShow, reload }: SourceBodiesProps) {
  const { notices, after } = useServices();
  const api = useSourceApi(property);
  const act = useActionWithNotice();
  const list = useMemo(
    () =>
      createPaged<ReceivedBody, ReceivedBodies>({
        load: (cursor) => api.bodies(source.id, cursor),
        keyOf: ({ id }) => id,
        isAfter: null,
      }),
    [api, source.id],
  );
  const newest = list.state.value.items[0]?.id ?? null;
  const show = (body: string) => act(async () => onShow(await api.body(source.id, body)));
  useEffect(() => {
    if (newest !== null && shown === null) void show(newest);
  }, [newest, shown]);
  useEffect(() => {
    let stop: () => void;
    const poll = () => {
      stop = after(INTERVAL, () => {
        void Promise.all([list.refresh(), reload()]).finally(poll);
      });
    };
    poll();
    return () => stop();
  }, [after, list, reload]);
  const refresh = () => Promise.all([list.refresh(), reload()]);
  const runAll = (which: RunAgain["which"]) =>
    act(async () => {
      const { queued } = await api.runAgain(source.id, which);
      notices.say(
        queued === 1
          ? t("1 body is processed now.")
          : t("{queued} bodies are processed now.", { queued: count(queued) }),
      );
      await refresh();
    });
  const runOne = (body: string) =>
    act(async () => {
      await api.runBody(source.id, body);
      await refresh();
    });
  return (
    <section class="source-bodies" aria-label={t("Received")}>
      <h4>{t("Received in the last 30 days")}</h4>
      {(source.waiting > 0 || source.refused > 0) && (
        <div class="button-row">
          {source.waiting > 0 && source.isActive && (
            <Button small onClick={() => void runAll("waiting")}>
              {t("Run {waiting} waiting", { waiting: count(source.waiting) })}
            </Button>
          )}
          {source.refused > 0 && (
            <Button small onClick={() => void runAll("refused")}>
              {t("Run {refused} refused again", { refused: count(source.refused) })}
            </Button>
          )}
        </div>
      )}
      <PagedList
        list={list}
        loadingLabel={t("Loading what was received")}
        emptyText={t("Nothing was received yet.")}
      >
        {(body) => (
          <BodyItem
            key={body.id}
            property={property}
            body={body}
            isShown={body.id === shown}
            show={() => void show(body.id)}
            run={() => void runOne(body.id)}
          />
        )}
      </PagedList>
    </section>
  );
}

interface BodyItemProps {
  readonly property: string;
  readonly body: ReceivedBody;
  readonly isShown: boolean;
  readonly show: () => void;
  readonly run: () => void;
}

function BodyItem({ property, body, isShown, show, run }: BodyItemProps) {
  const { receivedAt, topic, state, outcome, reason, leftOut, person, isVerified } = body;
  const words = [
    ...(isVerified ? [] : [t("It came before the signing secret was stored, and is never used.")]),
    ...[reason, ...leftOut.map((one) => t("Left out: {one}", { one }))].filter(Boolean),
  ];
  return (
    <li class="body-item">
      <span class={`badge ${state === "failed" ? "bad" : toneOf(outcome)}`}>{stateLabel(body)}</span>
      <span class="body-words">
        <span>
          {person && (
            <a href={href.contact(property, person.id)} dir="auto" translate={false}>
              {person.name ?? person.id}
            </a>
          )}{" "}
          {topic && <Verbatim class="hint">{topic}</Verbatim>}{" "}
          <span class="hint">
            <RelativeTime at={receivedAt} />
          </span>
        </span>
        {words.map((one) => (
          <span key={one} class="hint">
            {one}
          </span>
        ))}
      </span>
      {state !== "erased" && (
        <span class="button-row">
          <Button small disabled={isShown} onClick={show}>
            {isShown ? t("Shown") : t("Show")}
          </Button>
          {isVerified && state !== "queued" && (
            <Button small onClick={run}>
              {state === "waiting" ? t("Run") : t("Run again")}
            </Button>
          )}
        </span>
      )}
    </li>
  );
}
