import { type ApiScope, SCOPE_DESCRIPTIONS } from "../../../../shared/api-key.ts";
import { type Message, message, t, translated } from "../../i18n/translate.ts";
import { Fault } from "../../ui/field.tsx";
import { Code } from "../../ui/verbatim.tsx";

/** The scopes that operations of the REST API require, by what they are about. */
const GROUPS: readonly (readonly [label: Message, scopes: readonly ApiScope[]])[] = [
  [
    message("Contacts"),
    ["contacts:read", "contacts:write", "contacts:export", "contacts:erase", "imports:write"],
  ],
  [
    message("Conversations"),
    ["conversations:read", "conversations:write", "conversations:reply", "conversations:note"],
  ],
  [message("Tickets"), ["tickets:read", "tickets:write"]],
  [message("Webhooks"), ["webhooks:write"]],
  [message("Site"), ["forms:read", "visitors:read"]],
];

interface ScopeFieldsProps {
  readonly value: ReadonlySet<ApiScope>;
  readonly onChange: (scopes: ReadonlySet<ApiScope>) => void;
  readonly fault: string | undefined;
}

/** The scopes of a key as grouped checkboxes, each with what it allows. */
export function ScopeFields({ value, onChange, fault }: ScopeFieldsProps) {
  const toggle = (scope: ApiScope, isOn: boolean) => {
    const next = new Set(value);
    if (isOn) next.add(scope);
    else next.delete(scope);
    onChange(next);
  };
  return (
    <fieldset class="scopes" aria-describedby={fault && "scopes-fault"}>
      <legend class="label">{t("What the key may do")}</legend>
      {GROUPS.map(([label, scopes]) => (
        <fieldset key={label} class="scope-group">
          <legend>{t(label)}</legend>
          {scopes.map((scope) => (
            <label key={scope} class="check">
              <input
                type="checkbox"
                checked={value.has(scope)}
                onChange={(event) => toggle(scope, event.currentTarget.checked)}
              />
              <span>
                <Code>{scope}</Code>
                <span class="hint">{translated(SCOPE_DESCRIPTIONS[scope])}</span>
              </span>
            </label>
          ))}
        </fieldset>
      ))}
      {fault && <Fault id="scopes-fault">{fault}</Fault>}
    </fieldset>
  );
}
