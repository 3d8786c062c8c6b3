import { type ComponentChildren, Fragment } from "preact";
import type { Attribute, TimelineItem } from "../../../../shared/crm.ts";
import type { EventValue } from "../../../../shared/rules/event-data.ts";
import { href } from "../../app/routes.ts";
import { useServices } from "../../app/services.tsx";
import { useAction } from "../../data/use-action.ts";
import { t, withElements } from "../../i18n/translate.ts";
import { Button } from "../../ui/button.tsx";
import { formLabel } from "../../ui/form-label.ts";
import { clockTime, fullTime } from "../../ui/format.ts";
import { Icon, type IconName } from "../../ui/icon.tsx";
import { PageLink } from "../../ui/page-link.tsx";
import { ErrorNote } from "../../ui/states.tsx";
import { Code, Verbatim } from "../../ui/verbatim.tsx";
import { formatValue } from "../detail-value.tsx";
import { fieldLabel, SOURCE_LABELS } from "../details.ts";
import { useMergeApi } from "../merge/use-merge-api.ts";

const ICONS: Readonly<Record<TimelineItem["kind"], IconName>> = {
  visit: "globe",
  event: "bolt",
  form: "form",
  conversation: "chat",
  change: "edit",
  note: "note",
  merge: "merge",
  unmerge: "undo",
};

interface TimelineEntryProps {
  readonly property: string;
  readonly item: TimelineItem;
  readonly attributes: readonly Attribute[];
  readonly isUndone: boolean;
  readonly onUndone: () => void;
}

/** One event of the timeline, with its time and links. */
export function TimelineEntry({ property, item, attributes, isUndone, onUndone }: TimelineEntryProps) {
  const icon = item.kind === "conversation" && item.ticket !== null ? "ticket" : ICONS[item.kind];
  return (
    <li>
      <Icon name={icon} size={16} />
      <div>
        <EntryText property={property} item={item} attributes={attributes} />
        {item.kind === "merge" && (
          <UndoMerge property={property} merge={item.id} isUndone={isUndone} onUndone={onUndone} />
        )}
      </div>
      <time dateTime={new Date(item.at).toISOString()} title={fullTime(item.at)}>
        {clockTime(item.at)}
      </time>
    </li>
  );
}

type EntryTextProps = Pick<TimelineEntryProps, "property" | "attributes" | "item">;

function EntryText({ property, item, attributes }: EntryTextProps) {
  switch (item.kind) {
    case "visit":
      return (
        <Sentence
          more={
            item.referrer && withElements("from {address}", { address: <PageLink address={item.referrer} /> })
          }
        >
          {withElements("Viewed {address}", { address: <PageLink address={item.page} /> })}
        </Sentence>
      );
    case "event":
      return (
        <Sentence more={<EventFacts item={item} />}>
          {withElements("Event {name}", { name: <Verbatim class="timeline-value">{item.name}</Verbatim> })}
        </Sentence>
      );
    case "form":
      return (
        <Sentence
          more={
            item.page && <>{withElements("on {address}", { address: <PageLink address={item.page} /> })}</>
          }
        >
          {withElements("Submitted the {link}", {
            link: (
              <a href={href.inbox(property, "all", item.conversation)}>
                {formLabel(item.form).toLowerCase()}
              </a>
            ),
          })}
        </Sentence>
      );
    case "conversation":
      return (
        <Sentence more={item.preview && <bdi>{item.preview}</bdi>}>
          <ConversationText property={property} item={item} />
        </Sentence>
      );
    case "change":
      return <ChangeText item={item} attributes={attributes} />;
    case "note":
      return (
        <Sentence more={<bdi>{item.text}</bdi>}>
          {item.agent
            ? withElements("{agent} added a note", { agent: <Agent name={item.agent.name} /> })
            : t("Note added by an import")}
        </Sentence>
      );
    case "merge":
      return (
        <Sentence>
          <MergeText item={item} />
        </Sentence>
      );
    case "unmerge":
      return (
        <Sentence>
          {withElements("{agent} undid the merge of {ids}", {
            agent: <Agent name={item.agent.name} />,
            ids: <Ids ids={item.absorbed} />,
          })}
        </Sentence>
      );
  }
}

type ConversationItem = Extract<TimelineItem, { kind: "conversation" }>;

function ConversationText({ property, item }: { property: string; item: ConversationItem }) {
  const isClosed = item.status === "closed";
  const link = (
    <a href={href.inbox(property, isClosed ? "closed" : "all", item.id)}>
      {item.ticket === null ? t("Conversation") : t("Ticket #{ticket}", { ticket: item.ticket })}
    </a>
  );
  return (
    <>
      {isClosed
        ? withElements("{link} started, now closed", { link })
        : withElements("{link} started", { link })}
    </>
  );
}

function MergeText({ item }: { item: Extract<TimelineItem, { kind: "merge" }> }) {
  const elements = { ids: <Ids ids={item.absorbed} />, survivor: <Code>{item.survivor}</Code> };
  const isOne = item.absorbed.length === 1;
  if (!item.agent)
    return (
      <>
        {isOne
          ? withElements("{ids} was merged into {survivor} after their identity was proven", elements)
          : withElements("{ids} were merged into {survivor} after their identity was proven", elements)}
      </>
    );
  const all = { ...elements, agent: <Agent name={item.agent.name} /> };
  return (
    <>
      {isOne
        ? withElements("{ids} was merged into {survivor} by {agent}", all)
        : withElements("{ids} were merged into {survivor} by {agent}", all)}
    </>
  );
}

/** The values of an event and the page that it happened on. */
function EventFacts({ item }: { item: Extract<TimelineItem, { kind: "event" }> }) {
  return (
    <>
      {item.data.map(([key, value]) => (
        <Fragment key={key}>
          <span dir="auto">{key}</span>: <span dir="auto">{formatEventValue(value)}</span>
          {" · "}
        </Fragment>
      ))}
      <PageLink address={item.page} />
    </>
  );
}

const formatEventValue = (value: EventValue) =>
  typeof value === "boolean" ? (value ? t("Yes") : t("No")) : String(value);

function ChangeText({
  item,
  attributes,
}: {
  item: Extract<TimelineItem, { kind: "change" }>;
  attributes: readonly Attribute[];
}) {
  const input = attributes.find(({ key }) => item.field === `custom:${key}`)?.type ?? null;
  const formatted = (value: string) => (
    <Verbatim class="timeline-value">{formatValue(input, value)}</Verbatim>
  );
  const replaced = item.previous !== null && item.previous !== item.value ? item.previous : null;
  return (
    <Sentence
      more={
        <>
          {t(SOURCE_LABELS[item.source])}
          {item.status === "alternative" && ` · ${t("alternative value")}`}
          {item.status === "past" && ` · ${t("no longer current")}`}
        </>
      }
    >
      <bdi>{fieldLabel(item.field, attributes)}</bdi>:{" "}
      {replaced === null
        ? formatted(item.value)
        : withElements("{before} changed to {after}", {
            before: formatted(replaced),
            after: formatted(item.value),
          })}
    </Sentence>
  );
}

function Sentence({ children, more }: { children: ComponentChildren; more?: ComponentChildren }) {
  return (
    <>
      <p>{children}</p>
      {more && <p class="hint">{more}</p>}
    </>
  );
}

const Agent = ({ name }: { name: string }) => (name ? <Verbatim>{name}</Verbatim> : t("Former agent"));

function Ids({ ids }: { ids: readonly string[] }) {
  return (
    <>
      {ids.map((id, index) => (
        <Fragment key={id}>
          {index > 0 && ", "}
          <Code>{id}</Code>
        </Fragment>
      ))}
    </>
  );
}

interface UndoMergeProps extends Pick<TimelineEntryProps, "property" | "isUndone" | "onUndone"> {
  readonly merge: string;
}

/** A button that undoes a merge and restores both contacts (R14). */
function UndoMerge({ property, merge, isUndone, onUndone }: UndoMergeProps) {
  const { notices } = useServices();
  const api = useMergeApi();
  const undo = useAction(async () => {
    await api.undoMerge(property, merge);
    notices.say(t("Merge undone."));
    onUndone();
  });
  if (isUndone) return <p class="hint">{t("Undone.")}</p>;
  return (
    <>
      <p>
        <Button small icon="undo" busy={undo.busy} onClick={() => void undo.run()}>
          {t("Undo merge")}
        </Button>
      </p>
      <ErrorNote failure={undo.failure} />
    </>
  );
}
