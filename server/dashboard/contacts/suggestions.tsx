import type { Suggestion } from "../../../shared/contact.ts";
import { href } from "../routes.ts";
import { Note } from "../ui/states.tsx";

const REASONS: Readonly<Record<Suggestion["reason"], string>> = {
  same_email: "they have the same e-mail",
  same_phone: "they have the same phone",
  email_and_phone_differ: "a form named the e-mail of one and the phone of the other",
  alternative_email: "one has the other's e-mail beside its own",
  alternative_phone: "one has the other's phone beside its own",
  similar_phone: "they have the same phone, written differently",
  similar_name: "they have nearly the same name in one organization",
};

/** "A and B may be one person." */
export function Suggestions({
  property,
  suggestions,
}: {
  property: string;
  suggestions: readonly Suggestion[];
}) {
  if (!suggestions.length) return null;
  return (
    <Note icon="people">
      {suggestions.map(({ id, other, reason }) => (
        <p key={id}>
          May be one person with{" "}
          <a href={href.contact(property, other.id)}>
            <bdi>{other.name || other.email || other.id}</bdi>
          </a>
          : {REASONS[reason]}.
        </p>
      ))}
    </Note>
  );
}
