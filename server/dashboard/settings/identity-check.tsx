import { useState } from "preact/hooks";
import { IdentityTokenVerdict } from "../../../shared/identity.ts";
import { useServices } from "../app/services.tsx";
import { useAction } from "../data/use-action.ts";
import { t, withElements } from "../i18n/translate.ts";
import { Button } from "../ui/button.tsx";
import { TextArea } from "../ui/field.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { ErrorNote, Note } from "../ui/states.tsx";
import { Code } from "../ui/verbatim.tsx";

/** Says whether a pasted token would be accepted, and what it would do. Nothing is saved. */
export function IdentityCheck({ property }: { property: string }) {
  const { api } = useServices();
  const [jwt, setJwt] = useState("");
  const [verdict, setVerdict] = useState<IdentityTokenVerdict | null>(null);
  const check = useAction(async () => {
    const path = "/properties/:property/identity-tokens/check";
    setVerdict(await api.call(IdentityTokenVerdict, "POST", path, { param: { property }, json: { jwt } }));
  });
  return (
    <>
      <TextArea
        label={t("Paste a token")}
        hint={t("The token is checked as if a page had sent it now. Nothing is saved.")}
        rows={3}
        value={jwt}
        onInput={(text) => {
          setJwt(text);
          setVerdict(null);
        }}
      />
      <div class="button-row">
        <Button busy={check.busy} disabled={!jwt.trim()} onClick={() => void check.run()}>
          {t("Check the token")}
        </Button>
      </div>
      <ErrorNote failure={check.failure} />
      <div role="status">{verdict && <Verdict verdict={verdict} />}</div>
    </>
  );
}

function Verdict({ verdict }: { verdict: IdentityTokenVerdict }) {
  if (verdict.kind === "refused")
    return (
      <Note tone="warn" icon="alert">
        <p>
          <Code>{verdict.code}</Code>
        </p>
        <p>{verdict.reason}</p>
      </Note>
    );
  const { contact, details, ignored, expiresAt } = verdict;
  return (
    <Note tone="good" icon="check">
      <p>
        {contact
          ? withElements("This token is good. It updates the contact {name}, and expires {time}.", {
              name: contact.name ?? contact.id,
              time: <RelativeTime at={expiresAt} />,
            })
          : withElements("This token is good. It makes a new contact, and expires {time}.", {
              time: <RelativeTime at={expiresAt} />,
            })}
      </p>
      <dl class="identity-claims">
        {details.map(({ field, value }) => (
          <div key={`${field} ${value}`}>
            <dt>{field.replace(/^custom:/, "attributes.")}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {ignored.length > 0 && (
        <p>{t("These values cannot be used: {value}.", { value: ignored.join(", ") })}</p>
      )}
    </Note>
  );
}
