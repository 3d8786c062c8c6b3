import type { Suggestion } from "../../../shared/contact.ts";
import { href } from "../app/routes.ts";
import { personName } from "../data/person-name.ts";
import { t, withElements } from "../i18n/translate.ts";
import { Note } from "../ui/states.tsx";
import { Verbatim } from "../ui/verbatim.tsx";
import { DismissSuggestion } from "./merge/dismiss-suggestion.tsx";
import { REASON_LABELS } from "./merge/suggestion-reasons.ts";

interface SuggestionsProps {
  readonly property: string;
  readonly contact: string;
  readonly suggestions: readonly Suggestion[];
  readonly onDismissed: () => void;
}

/** The suggested duplicates of a contact, each to be compared or dismissed. */
export function Suggestions({ property, contact, suggestions, onDismissed }: SuggestionsProps) {
  if (!suggestions.length) return null;
  return (
    <Note icon="people">
      {suggestions.map(({ id, other, reason }) => {
        const name = personName(other);
        return (
          <div key={id} class="suggestion">
            <p>
              {withElements("Possible duplicate of {link} · {reason}", {
                link: (
                  <a href={href.contact(property, other.id)}>
                    <Verbatim>{name}</Verbatim>
                  </a>
                ),
                reason: t(REASON_LABELS[reason]),
              })}
            </p>
            <span class="suggestion-actions">
              <a class="button plain small" href={href.merge(property, [contact, other.id])}>
                {t("Compare")}
                <span class="unseen"> {t("with {name}", { name })}</span>
              </a>
              <DismissSuggestion property={property} suggestion={id} name={name} onDismissed={onDismissed} />
            </span>
          </div>
        );
      })}
    </Note>
  );
}
