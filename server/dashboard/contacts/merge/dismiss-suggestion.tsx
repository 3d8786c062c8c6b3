import { useServices } from "../../app/services.tsx";
import { errorText, toApiError } from "../../data/api-error.ts";
import { Button } from "../../ui/button.tsx";

interface DismissSuggestionProps {
  readonly property: string;
  readonly suggestion: string;
  /** Who is not the same. */
  readonly name: string;
  readonly onDismissed: () => void;
}

/** Remembers that two contacts are two people. */
export function DismissSuggestion({ property, suggestion, name, onDismissed }: DismissSuggestionProps) {
  const { api, notices } = useServices();
  const dismiss = async () => {
    try {
      await api.dismissSuggestion(property, suggestion);
      notices.say("They are two people: this will not be suggested again.");
      onDismissed();
    } catch (error) {
      notices.say(errorText(toApiError(error)), { tone: "bad" });
    }
  };
  return (
    <Button small onClick={() => void dismiss()}>
      Not the same<span class="unseen"> as {name}</span>
    </Button>
  );
}
