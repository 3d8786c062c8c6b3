import { type ApiScope, SCOPE_DESCRIPTIONS } from "../../../../shared/api-key.ts";
import { Fault } from "../../ui/field.tsx";
import { Code } from "../../ui/verbatim.tsx";

/** The scopes that operations of the REST API require, by what they are about. */
const GROUPS: readonly (readonly [label: string, scopes: readonly ApiScope[]])[] = [
  ["Contacts", ["contacts:read", "contacts:write", "contacts:export", "contacts:erase", "imports:write"]],
  [
    "Conversations",
    ["conversations:read", "conversations:write", "conversations:reply", "conversations:note"],
  ],
  ["Tickets", ["tickets:read", "tickets:write"]],
  ["Webhooks", ["webhooks:write"]],
  ["Site", ["forms:read", "visitors:read"]],
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
      <legend class="label">What the key may do</legend>
      {GROUPS.map(([label, scopes]) => (
        <fieldset key={label} class="scope-group">
          <legend>{label}</legend>
          {scopes.map((scope) => (
            <label key={scope} class="check">
              <input
                type="checkbox"
                checked={value.has(scope)}
                onChange={(event) => toggle(scope, event.currentTarget.checked)}
              />
              <span>
                <Code>{scope}</Code>
                <span class="hint">{SCOPE_DESCRIPTIONS[scope]}</span>
              </span>
            </label>
          ))}
        </fieldset>
      ))}
      {fault && <Fault id="scopes-fault">{fault}</Fault>}
    </fieldset>
  );
}
