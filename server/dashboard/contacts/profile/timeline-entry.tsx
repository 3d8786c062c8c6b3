import { type ComponentChildren, Fragment } from "preact";
import type { Attribute, TimelineItem } from "../../../../shared/crm.ts";
import { href } from "../../app/routes.ts";
import { useServices } from "../../app/services.tsx";
import { useAction } from "../../data/use-action.ts";
import { Button } from "../../ui/button.tsx";
import { clockTime, fullTime } from "../../ui/format.ts";
import { Icon, type IconName } from "../../ui/icon.tsx";
import { PageLink } from "../../ui/page-link.tsx";
import { ErrorNote } from "../../ui/states.tsx";
import { formatValue } from "../detail-value.tsx";
import { fieldLabel, SOURCE_LABELS } from "../details.ts";

const ICONS: Readonly<Record<TimelineItem["kind"], IconName>> = {
  visit: "globe",
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

/** One thing that happened, in words, with the time and where it leads. */
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
            item.referrer && (
              <>
                from <PageLink address={item.referrer} />
              </>
            )
          }
        >
          Looked at <PageLink address={item.page} />
        </Sentence>
      );
    case "form":
      return (
        <Sentence
          more={
            item.page && (
              <>
                on <PageLink address={item.page} />
              </>
            )
          }
        >
          Filled in the{" "}
          <a href={href.inbox(property, "open", item.conversation)}>
            {item.form === "offline" ? "offline form" : "pre-chat form"}
          </a>
        </Sentence>
      );
    case "conversation":
      return (
        <Sentence more={item.preview && <bdi>{item.preview}</bdi>}>
          <a href={href.inbox(property, item.status === "closed" ? "closed" : "open", item.id)}>
            {item.ticket === null ? "Conversation" : `Ticket #${item.ticket}`}
          </a>{" "}
          {item.status === "closed" ? "began; closed now" : "began"}
        </Sentence>
      );
    case "change":
      return <ChangeText item={item} attributes={attributes} />;
    case "note":
      return (
        <Sentence more={<bdi>{item.text}</bdi>}>
          {item.agent ? (
            <>
              <Agent name={item.agent.name} /> wrote a note
            </>
          ) : (
            "An import brought a note"
          )}
        </Sentence>
      );
    case "merge":
      return (
        <Sentence>
          <Ids ids={item.absorbed} />
          {item.absorbed.length > 1 ? " were" : " was"} merged into <code>{item.survivor}</code>
          {item.agent ? (
            <>
              {" by "}
              <Agent name={item.agent.name} />
            </>
          ) : (
            ": they were proven to be one person"
          )}
        </Sentence>
      );
    case "unmerge":
      return (
        <Sentence>
          <Agent name={item.agent.name} /> undid the merge with <Ids ids={item.absorbed} />
        </Sentence>
      );
  }
}

function ChangeText({
  item,
  attributes,
}: {
  item: Extract<TimelineItem, { kind: "change" }>;
  attributes: readonly Attribute[];
}) {
  const input = attributes.find(({ key }) => item.field === `custom:${key}`)?.type ?? null;
  const shown = (value: string) => <bdi class="said">{formatValue(input, value)}</bdi>;
  const replaced = item.previous !== null && item.previous !== item.value ? item.previous : null;
  return (
    <Sentence
      more={
        <>
          from {SOURCE_LABELS[item.source]}
          {item.status === "alternative" && ", kept beside"}
          {item.status === "past" && ", not in use any more"}
        </>
      }
    >
      <bdi>{fieldLabel(item.field, attributes)}</bdi>: {replaced !== null && <>{shown(replaced)} became </>}
      {shown(item.value)}
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

const Agent = ({ name }: { name: string }) => <bdi>{name || "A former agent"}</bdi>;

function Ids({ ids }: { ids: readonly string[] }) {
  return (
    <>
      {ids.map((id, at) => (
        <Fragment key={id}>
          {at > 0 && ", "}
          <code>{id}</code>
        </Fragment>
      ))}
    </>
  );
}

interface UndoMergeProps extends Pick<TimelineEntryProps, "property" | "isUndone" | "onUndone"> {
  readonly merge: string;
}

/** R14: gives both records back. */
function UndoMerge({ property, merge, isUndone, onUndone }: UndoMergeProps) {
  const { api, notices } = useServices();
  const undo = useAction(async () => {
    await api.undoMerge(property, merge);
    notices.say("The merge was undone: each has its own record again.");
    onUndone();
  });
  if (isUndone) return <p class="hint">Undone since.</p>;
  return (
    <>
      <p>
        <Button small icon="undo" busy={undo.busy} onClick={() => void undo.run()}>
          Undo this merge
        </Button>
      </p>
      <ErrorNote failure={undo.failure} />
    </>
  );
}
