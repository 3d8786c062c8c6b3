import { useEffect, useState } from "preact/hooks";
import type { AgentName } from "../../../../shared/conversation.ts";
import type { Note } from "../../../../shared/crm.ts";
import { mentionParts } from "../../../../shared/rules/mentions.ts";
import { useServices } from "../../app/services.tsx";
import { readyOr } from "../../data/loadable.ts";
import { useActionWithNotice } from "../../data/use-action-with-notice.ts";
import { useLoad } from "../../data/use-load.ts";
import { t } from "../../i18n/translate.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { IconButton } from "../../ui/button.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { LoadError, Skeleton } from "../../ui/states.tsx";
import { Verbatim } from "../../ui/verbatim.tsx";
import { NoteForm, type WrittenNote } from "./note-form.tsx";
import { useNoteApi } from "./use-note-api.ts";

interface NotesProps {
  readonly property: string;
  readonly contact: string;
  /** The ID of the signed-in agent. Agents can change their own notes and imported notes. */
  readonly me: string;
  /** A change of this number reloads the notes. */
  readonly revision: number;
  readonly onChanged: () => void;
}

/** The notes about a contact, newest first, with a form for a new one. */
export function Notes({ property, contact, me, revision, onChanged }: NotesProps) {
  const { api, notices } = useServices();
  const noteApi = useNoteApi();
  const { loaded, retry, reload, change } = useLoad(
    contact,
    async () => (await noteApi.notes(property, contact)).items,
  );
  // without the team, notes can be written but not mention anybody
  const team = useLoad(property, async () => (await api.team(property)).agents);
  const agents = readyOr(team.loaded, []);
  const [editing, setEditing] = useState<string | null>(null);
  const run = useActionWithNotice();
  useEffect(() => {
    if (revision) void reload();
  }, [revision]);

  const show = ({ items }: { items: readonly Note[] }) => {
    change(() => [...items]);
    onChanged();
  };
  const add = async (note: WrittenNote) => show(await noteApi.addNote(property, contact, note));
  const remove = async (note: Note) => {
    show(await noteApi.removeNote(property, contact, note.id));
    const copy = { text: note.text, mentions: note.mentions.map(({ id }) => id) };
    notices.say(t("Note deleted."), { action: { label: t("Undo"), act: () => void run(() => add(copy)) } });
  };
  return (
    <>
      <NoteForm
        label={t("New note")}
        initialText=""
        draftKey={`note ${property} ${contact}`}
        agents={agents}
        save={add}
        onClose={null}
      />
      {loaded.kind === "loading" && <Skeleton lines={2} label={t("Loading the notes")} />}
      {loaded.kind === "failed" && <LoadError failure={loaded.failure} retry={() => void retry()} />}
      {loaded.kind === "ready" && loaded.value.length > 0 && (
        <ol class="plain-list contact-notes" aria-label={t("Notes")}>
          {loaded.value.map((note) => (
            <NoteItem
              key={note.id}
              note={note}
              agents={agents}
              canEdit={note.agent === null || note.agent.id === me}
              isEditing={editing === note.id}
              setEditing={(on) => setEditing(on ? note.id : null)}
              save={async (written) => show(await noteApi.editNote(property, contact, note.id, written))}
              remove={() => void run(() => remove(note))}
            />
          ))}
        </ol>
      )}
    </>
  );
}

interface NoteItemProps {
  readonly note: Note;
  readonly agents: readonly AgentName[];
  readonly canEdit: boolean;
  readonly isEditing: boolean;
  readonly setEditing: (on: boolean) => void;
  readonly save: (note: WrittenNote) => Promise<void>;
  readonly remove: () => void;
}

function NoteItem({ note, agents, canEdit, isEditing, setEditing, save, remove }: NoteItemProps) {
  const author = note.agent ? note.agent.name || t("Former agent") : t("Imported");
  return (
    <li>
      <Avatar name={note.agent?.name ?? author} />
      <div>
        <p class="note-header">
          <strong dir="auto" translate={false}>
            {author}
          </strong>
          <span class="hint">
            <RelativeTime at={note.createdAt} />
            {note.editedAt !== null && (
              <>
                {t(" · edited ")}
                <RelativeTime at={note.editedAt} />
              </>
            )}
          </span>
        </p>
        {isEditing ? (
          <NoteForm
            label={t("Edit note")}
            initialText={note.text}
            draftKey={null}
            agents={agents}
            save={save}
            onClose={() => setEditing(false)}
          />
        ) : (
          <NoteText text={note.text} mentions={note.mentions} />
        )}
      </div>
      {canEdit && !isEditing && (
        <span class="note-actions">
          <IconButton icon="edit" label={t("Edit note")} onClick={() => setEditing(true)} />
          <IconButton icon="bin" label={t("Delete note")} onClick={remove} />
        </span>
      )}
    </li>
  );
}

/** The text of a note, with its mentions highlighted. */
function NoteText({ text, mentions }: { text: string; mentions: readonly AgentName[] }) {
  return (
    <p class="note-text" dir="auto">
      {mentionParts(text, mentions).map((part, index) =>
        part.agent ? (
          <Verbatim key={index} class="mention">
            {part.text}
          </Verbatim>
        ) : (
          part.text
        ),
      )}
    </p>
  );
}
