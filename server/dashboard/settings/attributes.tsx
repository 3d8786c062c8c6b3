import { useState } from "preact/hooks";
import type { Attribute } from "../../../shared/crm.ts";
import { useServices } from "../app/services.tsx";
import { errorText, toApiError } from "../data/api-error.ts";
import { useAction } from "../data/use-action.ts";
import { useLoad } from "../data/use-load.ts";
import { t, withElements } from "../i18n/translate.ts";
import { Button, IconButton } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { LoadError, Note, Skeleton } from "../ui/states.tsx";
import { Code, Verbatim } from "../ui/verbatim.tsx";
import { AttributeDialog, TYPE_WORDS } from "./attribute-dialog.tsx";
import { TagsSection } from "./tags.tsx";
import { useAttributeApi } from "./use-attribute-api.ts";

interface AttributesSectionProps {
  readonly property: string;
  readonly admin: boolean;
}

/** The settings of custom attributes and of tags. */
export function AttributesSection({ property, admin }: AttributesSectionProps) {
  const { api } = useServices();
  const { loaded, retry, change } = useLoad(property, async () => (await api.attributes(property)).items);
  return (
    <>
      <section class="group">
        <h3>{t("Attributes")}</h3>
        <p class="hint">
          {t("Your own fields for every contact, each with a type. Agents and imports can set their values.")}
        </p>
        {!admin && (
          <Note icon="lock">
            <p>{t("Only admins can change attributes.")}</p>
          </Note>
        )}
        {loaded.kind === "loading" && <Skeleton lines={4} label={t("Loading the attributes")} />}
        {loaded.kind === "failed" && <LoadError failure={loaded.failure} retry={() => void retry()} />}
        {loaded.kind === "ready" && (
          <AttributeList
            property={property}
            admin={admin}
            items={[...loaded.value].sort((a, b) => a.position - b.position)}
            onChanged={(items) => change(() => [...items])}
          />
        )}
      </section>
      <TagsSection property={property} />
    </>
  );
}

interface AttributeListProps extends AttributesSectionProps {
  readonly items: readonly Attribute[];
  readonly onChanged: (items: readonly Attribute[]) => void;
}

function AttributeList({ property, admin, items, onChanged }: AttributeListProps) {
  const [editing, setEditing] = useState<Attribute | "new" | null>(null);
  const [removing, setRemoving] = useState<Attribute | null>(null);
  const move = useMove(property, items, onChanged);
  return (
    <>
      {items.length ? (
        <ul class="plain-list saved-answers" aria-label={t("Attributes")}>
          {items.map((attribute, index) => (
            <li key={attribute.key}>
              <AttributeSummary attribute={attribute} />
              {admin && (
                <AttributeActions
                  attribute={attribute}
                  first={index === 0}
                  last={index === items.length - 1}
                  move={(by) => void move(index, by)}
                  edit={() => setEditing(attribute)}
                  remove={() => setRemoving(attribute)}
                />
              )}
            </li>
          ))}
        </ul>
      ) : (
        <p class="hint">{t("No attributes yet.")}</p>
      )}
      {admin && (
        <p>
          <Button icon="plus" onClick={() => setEditing("new")}>
            {t("Add attribute")}
          </Button>
        </p>
      )}
      {editing && (
        <AttributeDialog
          property={property}
          attribute={editing === "new" ? null : editing}
          others={items}
          onSaved={(saved) => {
            onChanged(saved);
            setEditing(null);
          }}
          onClose={() => setEditing(null)}
        />
      )}
      {removing && (
        <RemoveAttribute
          property={property}
          attribute={removing}
          onRemoved={(left) => {
            onChanged(left);
            setRemoving(null);
          }}
          onClose={() => setRemoving(null)}
        />
      )}
    </>
  );
}

/** Returns a function that swaps an attribute with its neighbour, and saves the positions that have changed. */
function useMove(
  property: string,
  items: readonly Attribute[],
  onChanged: AttributeListProps["onChanged"],
): (index: number, by: 1 | -1) => Promise<void> {
  const { notices } = useServices();
  const api = useAttributeApi();
  return async (index, by) => {
    const order = [...items];
    const [moved] = order.splice(index, 1);
    if (moved) order.splice(index + by, 0, moved);
    try {
      for (const [position, { key, ...definition }] of order.entries())
        if (definition.position !== position)
          onChanged((await api.defineAttribute(property, key, { ...definition, position })).items);
    } catch (error) {
      notices.say(errorText(toApiError(error)), { tone: "bad" });
    }
  };
}

function AttributeSummary({ attribute: { key, label, type, choices } }: { attribute: Attribute }) {
  return (
    <div>
      <p class="attribute-label" dir="auto" translate={false}>
        {label}
      </p>
      <p class="hint">
        <Code>{key}</Code> · {t(TYPE_WORDS[type])}
        {choices.length > 0 && (
          <>
            {": "}
            <Verbatim>{choices.join(", ")}</Verbatim>
          </>
        )}
      </p>
    </div>
  );
}

interface AttributeActionsProps {
  readonly attribute: Attribute;
  readonly first: boolean;
  readonly last: boolean;
  readonly move: (by: 1 | -1) => void;
  readonly edit: () => void;
  readonly remove: () => void;
}

function AttributeActions({ attribute: { label }, first, last, move, edit, remove }: AttributeActionsProps) {
  return (
    <>
      <IconButton
        icon="up"
        label={t("Move up: {label}", { label })}
        disabled={first}
        onClick={() => move(-1)}
      />
      <IconButton
        icon="down"
        label={t("Move down: {label}", { label })}
        disabled={last}
        onClick={() => move(1)}
      />
      <IconButton icon="edit" label={t("Edit: {label}", { label })} onClick={edit} />
      <IconButton icon="bin" label={t("Remove: {label}", { label })} onClick={remove} />
    </>
  );
}

interface RemoveAttributeProps {
  readonly property: string;
  readonly attribute: Attribute;
  readonly onRemoved: (left: readonly Attribute[]) => void;
  readonly onClose: () => void;
}

function RemoveAttribute({ property, attribute, onRemoved, onClose }: RemoveAttributeProps) {
  const api = useAttributeApi();
  const remove = useAction(async () => onRemoved((await api.removeAttribute(property, attribute.key)).items));
  return (
    <ConfirmDialog title={t("Remove this attribute?")} act={t("Remove")} action={remove} onClose={onClose}>
      <p>
        {withElements(
          "{label} will not be available any more. Contacts keep the values that they already have.",
          { label: <Verbatim>{attribute.label}</Verbatim> },
        )}
      </p>
    </ConfirmDialog>
  );
}
