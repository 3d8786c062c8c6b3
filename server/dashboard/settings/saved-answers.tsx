import { useState } from "preact/hooks";
import type { SavedAnswer } from "../../../shared/conversation.ts";
import { useServices } from "../app/services.tsx";
import { errorText, toApiError } from "../data/api-error.ts";
import { t, withElements } from "../i18n/translate.ts";
import { useSavedAnswers } from "../inbox/composer/use-saved-answers.ts";
import { Button, IconButton } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { LoadError, Skeleton } from "../ui/states.tsx";
import { Code } from "../ui/verbatim.tsx";
import { SavedAnswerDialog } from "./saved-answer-dialog.tsx";

/** The saved answers of the property. Every agent can change them. */
export function AnswersSection({ property }: { property: string }) {
  const { newId } = useServices();
  const answers = useSavedAnswers(property);
  const [editing, setEditing] = useState<SavedAnswer | null>(null);
  const loaded = answers.state.value;
  const add = () => setEditing({ id: newId(), shortcut: "", text: "" });
  return (
    <>
      <p class="hint">
        {withElements(
          "Type {key} and part of a shortcut in an empty composer to insert an answer. {code} becomes the visitor's name, {code2} yours.",
          { key: <kbd>/</kbd>, code: <Code>{"{name}"}</Code>, code2: <Code>{"{agent}"}</Code> },
        )}
      </p>
      {loaded.kind === "loading" && <Skeleton lines={4} label={t("Loading the saved answers")} />}
      {loaded.kind === "failed" && <LoadError failure={loaded.failure} retry={() => void answers.load()} />}
      {loaded.kind === "ready" && (
        <>
          {loaded.value.length > 0 && (
            <ul class="plain-list saved-answers" aria-label={t("Saved answers")}>
              {loaded.value.map((answer) => (
                <AnswerRow
                  key={answer.id}
                  property={property}
                  answer={answer}
                  edit={() => setEditing(answer)}
                  removed={() => answers.remove(answer.id)}
                  restored={answers.put}
                />
              ))}
            </ul>
          )}
          {!loaded.value.length && (
            <p class="answers-none">
              <Icon name="bolt" /> {t("No saved answers yet.")}
            </p>
          )}
          <p>
            <Button icon="plus" onClick={add}>
              {t("Add an answer")}
            </Button>
          </p>
        </>
      )}
      {editing && (
        <SavedAnswerDialog
          property={property}
          answer={editing}
          onSaved={(saved) => {
            answers.put(saved);
            setEditing(null);
          }}
          onClose={() => setEditing(null)}
        />
      )}
    </>
  );
}

interface AnswerRowProps {
  readonly property: string;
  readonly answer: SavedAnswer;
  readonly edit: () => void;
  readonly removed: () => void;
  readonly restored: (answer: SavedAnswer) => void;
}

function AnswerRow({ property, answer, edit, removed, restored }: AnswerRowProps) {
  const { api, notices } = useServices();
  const put = async () => {
    try {
      restored(await api.saveAnswer(property, answer));
    } catch (error) {
      notices.say(errorText(toApiError(error)), { tone: "bad" });
    }
  };
  const remove = async () => {
    try {
      await api.deleteAnswer(property, answer.id);
      removed();
      notices.say(t("/{shortcut} was deleted.", { shortcut: answer.shortcut }), {
        action: { label: t("Undo"), act: () => void put() },
      });
    } catch (error) {
      notices.say(errorText(toApiError(error)), { tone: "bad" });
    }
  };
  return (
    <li>
      <div>
        <p class="answer-shortcut" dir="auto" translate={false}>
          /{answer.shortcut}
        </p>
        <p class="answer-text" dir="auto">
          {answer.text}
        </p>
      </div>
      <IconButton icon="edit" label={t("Edit /{shortcut}", { shortcut: answer.shortcut })} onClick={edit} />
      <IconButton
        icon="bin"
        label={t("Delete /{shortcut}", { shortcut: answer.shortcut })}
        onClick={() => void remove()}
      />
    </li>
  );
}
