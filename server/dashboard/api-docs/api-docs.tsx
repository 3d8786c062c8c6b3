import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { ApiError } from "../data/api-error.ts";
import { BASE } from "../data/base-path.ts";
import { useLoad } from "../data/use-load.ts";
import { Button } from "../ui/button.tsx";
import { LoadError, Skeleton } from "../ui/states.tsx";
import { type ApiDocument, readDocument } from "./document.ts";
import { Introduction } from "./introduction.tsx";
import { KeyField, useKey } from "./key-field.tsx";
import { Navigation } from "./navigation.tsx";
import { OperationSection } from "./operation-section.tsx";
import { apiAddress } from "./request.ts";
import { START, type View, viewOf } from "./view.ts";

/** @throws ApiError `unreachable`; Error if the answer is no OpenAPI document */
async function loadDocument(): Promise<ApiDocument> {
  const response = await fetch(`${BASE}/api/v1/openapi.json`).catch((error: unknown) => {
    throw new ApiError("unreachable", error);
  });
  return readDocument(await response.json());
}

/** The reference of the REST API, made from the OpenAPI document of this server. */
export function ApiDocs() {
  const { loaded, retry } = useLoad("document", loadDocument);
  if (loaded.kind === "ready") return <Reference document={loaded.value} />;
  return (
    <main class="api-loading">
      <h1 class="unseen">API reference</h1>
      {loaded.kind === "loading" ? (
        <Skeleton lines={8} label="Loading the API reference" />
      ) : (
        <LoadError failure={loaded.failure} retry={() => void retry()} />
      )}
    </main>
  );
}

function Reference({ document: described }: { document: ApiDocument }) {
  const [hash, setHash] = useState(location.hash);
  const [isMenuOpen, setMenuOpen] = useState(false);
  const main = useRef<HTMLElement>(null);
  const key = useKey();
  const view = viewOf(described, hash);
  const address = apiAddress(described, location.href);
  useEffect(() => {
    const follow = () => setHash(location.hash);
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  useShownView(view, hash);
  return (
    <div class="api-docs">
      <a
        class="skip-link"
        href={`#${view.id}`}
        onClick={(event) => {
          event.preventDefault();
          main.current?.focus();
        }}
      >
        Skip to the content
      </a>
      <header class="api-header">
        <a class="brand" href={`#${START}`}>
          Foyer <span>API reference</span>
        </a>
        <KeyField state={key} />
        <Button
          class="menu-button"
          aria-expanded={isMenuOpen}
          aria-controls="operations"
          onClick={() => setMenuOpen(!isMenuOpen)}
        >
          Operations
        </Button>
      </header>
      <div id="operations" class={isMenuOpen ? "sidebar open" : "sidebar"}>
        <Navigation document={described} current={view.id} onFollow={() => setMenuOpen(false)} />
      </div>
      <main ref={main} tabIndex={-1}>
        {view.kind === "start" ? (
          <Introduction document={described} address={address} />
        ) : (
          <>
            <div class="group-head" id={view.group.name}>
              <h1 tabIndex={-1}>{view.group.name}</h1>
              <p class="lead">{view.group.description}</p>
            </div>
            {view.group.operations.map((operation) => (
              <OperationSection
                key={operation.id}
                operation={operation}
                schemas={described.schemas}
                address={address}
                readKey={key.read}
              />
            ))}
          </>
        )}
      </main>
    </div>
  );
}

/** Names the page after what an address means, and after a link was followed, scrolls there and moves the focus there. */
function useShownView(view: View, hash: string): void {
  useLayoutEffect(() => {
    const operation = view.kind === "group" && view.group.operations.find(({ id }) => id === view.id);
    const name = operation ? operation.summary : view.kind === "group" ? view.group.name : "API reference";
    document.title = `${name} · Foyer`;
    if (!hash) return;
    const section = document.getElementById(view.id);
    section?.scrollIntoView();
    section?.querySelector<HTMLElement>("h1, h2")?.focus({ preventScroll: true });
  }, [view.id, hash]);
}
