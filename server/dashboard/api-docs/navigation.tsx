import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { Field } from "../ui/field.tsx";
import type { ApiDocument, Operation } from "./document.ts";
import { Method } from "./method.tsx";
import { START } from "./view.ts";

/** Whether all words occur in what is known of an operation. @param typed as typed into the search field */
export function matchesSearch({ summary, path, id, method, tag, scope }: Operation, typed: string): boolean {
  const text = [summary, path, id, method, tag, scope].join(" ").toLowerCase();
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

interface NavigationProps {
  readonly document: ApiDocument;
  /** The ID of what is shown. */
  readonly current: string;
  readonly onFollow: () => void;
}

/** The operations by tag, with a field that filters them; Enter opens the first one that is found. */
export function Navigation({ document: { groups }, current, onFollow }: NavigationProps) {
  const [typed, setTyped] = useState("");
  const nav = useRef<HTMLElement>(null);
  // the list is long, and a link from elsewhere may lead to its end
  useLayoutEffect(
    () => nav.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" }),
    [current],
  );
  const found = groups
    .map((group) => ({ ...group, operations: group.operations.filter((one) => matchesSearch(one, typed)) }))
    .filter(({ operations }) => operations.length);
  const [first] = found.flatMap(({ operations }) => operations);
  const link = (id: string) => ({
    href: `#${id}`,
    "aria-current": id === current ? ("true" as const) : undefined,
    onClick: onFollow,
  });
  return (
    <nav ref={nav} class="api-nav" aria-label="Operations">
      <search>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (!first) return;
            location.hash = first.id;
            onFollow();
          }}
        >
          <Field label="Search operations" hideLabel={true}>
            {(control) => (
              <input
                {...control}
                class="input compact"
                type="search"
                placeholder="Search operations"
                autocomplete="off"
                value={typed}
                onInput={(event) => setTyped(event.currentTarget.value)}
              />
            )}
          </Field>
        </form>
      </search>
      <p role="status" class={first ? "unseen" : "hint"}>
        {!first && "No operation found."}
      </p>
      {!typed && (
        <ul class="plain-list">
          <li>
            <a {...link(START)}>Getting started</a>
          </li>
        </ul>
      )}
      {found.map(({ name, operations }) => (
        <div key={name} class="nav-group">
          <a class="nav-title" {...link(name)}>
            {name}
          </a>
          <ul class="plain-list" aria-label={name}>
            {operations.map(({ id, method, summary }) => (
              <li key={id}>
                <a {...link(id)}>
                  <span>{summary}</span>
                  <Method name={method} />
                </a>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}
