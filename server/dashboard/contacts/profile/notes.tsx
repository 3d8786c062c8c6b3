import { useEffect, useState } from "preact/hooks";
import type { AgentName } from "../../../../shared/conversation.ts";
import type { Note } from "../../../../shared/crm.ts";
import { useServices } from "../../app/services.tsx";
import { errorText, toApiError } from "../../data/api-error.ts";
import { readyOr } from "../../data/loadable.ts";
import { useLoad } from "../../data/use-load.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { IconButton } from "../../ui/button.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { LoadError, Skeleton } from "../../ui/states.tsx";
import { mentionParts } from "./mentions.ts";
import { NoteForm } from "./note-form.tsx";

interface NotesProps {
  readonly property: string;
  readonly contact: string;
  /** The agent who looks: only one's own notes can be changed, and those of imports. */
  readonly me: string;
  /** Another number: look again. */
  readonly revision: number;
  readonly onChanged: () => void;
}

/** Who noted what a list brought. */
const IMPORT = "Import";

/** What was noted about a contact, the newest first. */
export function Notes({ property, contact, me, revision, onChanged }: NotesProps) {
  const { api, notices } = useServices();
  const { loaded, retry, reload, change } = useLoad(
    contact,
    async () => (await api.notes(property, contact)).items,
  );
  // without the team a note can be written all the same, it only mentions nobody
  const team = useLoad(property, async () => (await api.team(property)).agents);
  const agents = readyOr(team.loaded, []);
  const [editing, setEditing] = useState<string | null>(null);
  useEffect(() => {
    if (revision) void reload();
  }, [revision]);

  const show = ({ items }: { items: readonly Note[] }) => {
    change(() => [...items]);
    onChanged();
  };
  const remove = async (note: Note) => {
    try {
      show(await api.removeNote(property, contact, note.id));
      const again = { text: note.text, mentions: note.mentions.map(({ id }) => id) };
      notices.say("The note was removed.", { action: { label: "Undo", act: () => void put(again) } });
    } catch (error) {
      notices.say(errorText(toApiError(error)), { tone: "bad" });
    }
  };
  const put = async (note: { text: string; mentions: string[] }) => {
    try {
      show(await api.addNote(property, contact, note));
    } catch (error) {
      notices.say(errorText(toApiError(error)), { tone: "bad" });
    }
  };

  return (
    <>
      <NoteForm
        label="New note"
        before=""
        keptAs={`note ${property} ${contact}`}
        agents={agents}
        save={async (note) => show(await api.addNote(property, contact, note))}
        onClose={null}
      />
      {loaded.kind === "loading" && <Skeleton lines={2} label="Loading the notes" />}
      {loaded.kind === "failed" && <LoadError failure={loaded.failure} retry={() => void retry()} />}
      {loaded.kind === "ready" && loaded.value.length > 0 && (
        <ol class="plain-list contact-notes" aria-label="Notes">
          {loaded.value.map((note) => (
            <li key={note.id}>
              <Avatar name={note.agent?.name ?? IMPORT} />
              <div>
                <p class="note-head">
                  <strong dir="auto">{note.agent ? note.agent.name || "A former agent" : IMPORT}</strong>
                  <span class="hint">
                    <RelativeTime at={note.createdAt} />
                    {note.editedAt !== null && (
                      <>
                        {" · edited "}
                        <RelativeTime at={note.editedAt} />
                      </>
                    )}
                  </span>
                </p>
                {editing === note.id ? (
                  <NoteForm
                    label="Edit the note"
                    before={note.text}
                    keptAs={null}
                    agents={agents}
                    save={async (written) => show(await api.editNote(property, contact, note.id, written))}
                    onClose={() => setEditing(null)}
                  />
                ) : (
                  <NoteText text={note.text} mentions={note.mentions} />
                )}
              </div>
              {(note.agent === null || note.agent.id === me) && editing !== note.id && (
                <span class="note-acts">
                  <IconButton icon="edit" label="Edit the note" onClick={() => setEditing(note.id)} />
                  <IconButton icon="bin" label="Remove the note" onClick={() => void remove(note)} />
                </span>
              )}
            </li>
          ))}
        </ol>
      )}
    </>
  );
}

/** A note's words, with those it mentions set apart. */
export function NoteText({ text, mentions }: { text: string; mentions: readonly AgentName[] }) {
  return (
    <p class="note-text" dir="auto">
      {mentionParts(text, mentions).map((part, at) =>
        part.agent ? (
          <bdi key={at} class="mention">
            {part.text}
          </bdi>
        ) : (
          part.text
        ),
      )}
    </p>
  );
}
