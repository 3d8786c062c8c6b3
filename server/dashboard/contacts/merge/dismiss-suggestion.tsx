import { useServices } from "../../app/services.tsx";
import { useActionWithNotice } from "../../data/use-action-with-notice.ts";
import { t } from "../../i18n/translate.ts";
import { Button } from "../../ui/button.tsx";
import { useMergeApi } from "./use-merge-api.ts";

interface DismissSuggestionProps {
  readonly property: string;
  readonly suggestion: string;
  /** The name of the other contact, for screen readers. */
  readonly name: string;
  readonly onDismissed: () => void;
}

/** A button that marks two contacts as different people. They are not suggested as duplicates again. */
export function DismissSuggestion({ property, suggestion, name, onDismissed }: DismissSuggestionProps) {
  const { notices } = useServices();
  const api = useMergeApi();
  const run = useActionWithNotice();
  const dismiss = () =>
    run(async () => {
      await api.dismissSuggestion(property, suggestion);
      notices.say(t("Marked as not a duplicate."));
      onDismissed();
    });
  return (
    <Button small onClick={() => void dismiss()}>
      {t("Not a duplicate")}
      <span class="unseen">: {name}</span>
    </Button>
  );
}
