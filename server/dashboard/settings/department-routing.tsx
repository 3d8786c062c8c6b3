import { useServices } from "../app/services.tsx";
import { readyOr } from "../data/loadable.ts";
import { useLoad } from "../data/use-load.ts";
import { t } from "../i18n/translate.ts";
import { Field } from "../ui/field.tsx";

interface DepartmentRoutingProps {
  readonly property: string;
  /** The name of the department. */
  readonly name: string;
  readonly assignee: string | undefined;
  readonly tag: string | undefined;
  readonly onChange: (routing: { assignee?: string | undefined; tag?: string | undefined }) => void;
}

/** The agent and the tag that the conversations of a department get. */
export function DepartmentRouting({ property, name, assignee, tag, onChange }: DepartmentRoutingProps) {
  const { api } = useServices();
  const { loaded } = useLoad(property, async () => {
    const [team, tags] = await Promise.all([api.team(property), api.tags(property)]);
    return { agents: team.agents, tags: tags.items };
  });
  const { agents, tags } = readyOr(loaded, { agents: [], tags: [] });
  return (
    <div class="routing two-fields">
      <Choose
        label={t("Assign {name} to", { name })}
        none={t("Nobody")}
        gone={t("A former agent (nobody)")}
        value={assignee}
        items={agents}
        isLoaded={loaded.kind === "ready"}
        onChange={(id) => onChange({ assignee: id })}
      />
      <Choose
        label={t("Tag for {name}", { name })}
        none={t("None")}
        gone={t("A removed tag (none)")}
        value={tag}
        items={tags}
        isLoaded={loaded.kind === "ready"}
        onChange={(id) => onChange({ tag: id })}
      />
    </div>
  );
}

interface ChooseProps {
  readonly label: string;
  /** The words for no choice, and for one that no longer exists. */
  readonly none: string;
  readonly gone: string;
  readonly value: string | undefined;
  readonly items: readonly { readonly id: string; readonly name: string }[];
  readonly isLoaded: boolean;
  readonly onChange: (id: string | undefined) => void;
}

function Choose({ label, none, gone, value, items, isLoaded, onChange }: ChooseProps) {
  const isGone = value !== undefined && items.every(({ id }) => id !== value);
  return (
    <Field label={label}>
      {(control) => (
        <select
          {...control}
          class="input"
          value={value ?? ""}
          onChange={(event) => onChange(event.currentTarget.value || undefined)}
        >
          <option value="">{none}</option>
          {isGone && <option value={value}>{isLoaded ? gone : "…"}</option>}
          {items.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
