import { refusalText } from "../locales/words.ts";
import type { FormScreen } from "../state/panel-state.ts";
import type { FormEnvironment } from "./view.ts";

interface FormNoticeProps extends FormEnvironment {
  readonly screen: FormScreen;
}

/** The message above the fields. There is none before a form is sent, so this is in the part that sends it. */
export function FormNotice({ screen: { notice, replaces }, settings, words, formActions }: FormNoticeProps) {
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
