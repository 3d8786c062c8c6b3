import { useState } from "preact/hooks";
import type { Attribute } from "../../../shared/crm.ts";
import { useServices } from "../app/services.tsx";
import { errorText, toApiError } from "../data/api-error.ts";
import { useAction } from "../data/use-action.ts";
import { useLoad } from "../data/use-load.ts";
import { Button, IconButton } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { LoadError, Note, Skeleton } from "../ui/states.tsx";
import { AttributeDialog, TYPE_WORDS } from "./attribute-dialog.tsx";
import { TagsSection } from "./tags.tsx";

interface AttributesSectionProps {
  readonly property: string;
  readonly admin: boolean;
}

/** What the owner wants to be kept of contacts beside name, e-mail and phone; and the tags. */
export function AttributesSection({ property, admin }: AttributesSectionProps) {
  const { api } = useServices();
  const { loaded, retry, change } = useLoad(property, async () => (await api.attributes(property)).items);
  return (
    <>
      <section class="group">
        <h3>Attributes</h3>
        <p class="hint">
          Your own fields for every contact, each with a type. Agents and imports can set their values.
        </p>
        {!admin && (
          <Note icon="lock">
            <p>Only admins can change attributes.</p>
          </Note>
        )}
        {loaded.kind === "loading" && <Skeleton lines={4} label="Loading the attributes" />}
        {loaded.kind === "failed" && <LoadError failure={loaded.failure} retry={() => void retry()} />}
        {loaded.kind === "ready" && (
          <List
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

interface ListProps extends AttributesSectionProps {
  readonly items: readonly Attribute[];
  readonly onChanged: (items: readonly Attribute[]) => void;
}

function List({ property, admin, items, onChanged }: ListProps) {
  const { api, notices } = useServices();
  const [editing, setEditing] = useState<Attribute | "new" | null>(null);
  const [removing, setRemoving] = useState<Attribute | null>(null);
  /** Puts one in the place of its neighbour. */
  const move = async (at: number, by: 1 | -1) => {
    const order = [...items];
    const [moved] = order.splice(at, 1);
    if (moved) order.splice(at + by, 0, moved);
    try {
      for (const [position, { key, ...definition }] of order.entries())
        if (definition.position !== position)
          onChanged((await api.defineAttribute(property, key, { ...definition, position })).items);
    } catch (error) {
      notices.say(errorText(toApiError(error)), { tone: "bad" });
    }
  };
  return (
    <>
      {items.length ? (
        <ul class="plain-list saved-answers" aria-label="Attributes">
          {items.map((attribute, at) => (
            <li key={attribute.key}>
              <div>
                <p class="attribute-label" dir="auto">
                  {attribute.label}
                </p>
                <p class="hint">
                  <code>{attribute.key}</code> · {TYPE_WORDS[attribute.type]}
                  {attribute.choices.length > 0 && (
                    <>
                      {": "}
                      <bdi>{attribute.choices.join(", ")}</bdi>
                    </>
                  )}
                </p>
              </div>
              {admin && (
                <>
                  <IconButton
                    icon="up"
                    label={`Move up: ${attribute.label}`}
                    disabled={at === 0}
                    onClick={() => void move(at, -1)}
                  />
                  <IconButton
                    icon="down"
                    label={`Move down: ${attribute.label}`}
                    disabled={at === items.length - 1}
                    onClick={() => void move(at, 1)}
                  />
                  <IconButton
                    icon="edit"
                    label={`Edit: ${attribute.label}`}
                    onClick={() => setEditing(attribute)}
                  />
                  <IconButton
                    icon="bin"
                    label={`Remove: ${attribute.label}`}
                    onClick={() => setRemoving(attribute)}
                  />
                </>
              )}
            </li>
          ))}
        </ul>
      ) : (
        <p class="hint">No attributes yet.</p>
      )}
      {admin && (
        <p>
          <Button icon="plus" onClick={() => setEditing("new")}>
            Add attribute
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

interface RemoveAttributeProps {
  readonly property: string;
  readonly attribute: Attribute;
  readonly onRemoved: (left: readonly Attribute[]) => void;
  readonly onClose: () => void;
}

function RemoveAttribute({ property, attribute, onRemoved, onClose }: RemoveAttributeProps) {
  const { api } = useServices();
  const remove = useAction(async () => onRemoved((await api.removeAttribute(property, attribute.key)).items));
  return (
    <ConfirmDialog title="Remove this attribute?" act="Remove" action={remove} onClose={onClose}>
      <p>
        <bdi>{attribute.label}</bdi> is not asked for any more. What contacts have of it stays with them.
      </p>
    </ConfirmDialog>
  );
}
