import { refusalText } from "../locales/fault-texts.ts";
import type { FormNoticeProps } from "./view.ts";

/** The message above the fields. There is none before a form is sent, so this comes with the chat, whose words it shows. */
export function FormNotice(view: FormNoticeProps) {
  const { settings, words, formActions } = view;
  const { notice, replaces } = view.screen;
  if (notice.kind === "none") return null;
  return (
    <p class="notice" role="alert">
      {notice.kind === "check" && words.check}
      {notice.kind === "preview" && settings.preview}
      {notice.kind === "refused" && (
        <>
          <b>{words.refused}</b> {refusalText(words, notice.problem.code)}{" "}
          <button type="button" class="link" onClick={() => formActions.discard(replaces ?? "")}>
            {words.discard}
          </button>
        </>
      )}
    </p>
  );
}
