import type { FunctionComponent } from "preact";
import { useCallback, useEffect, useState } from "preact/hooks";
import { type Message, t } from "../i18n/translate.ts";
import { Button } from "../ui/button.tsx";
import { EmptyState, Skeleton } from "../ui/states.tsx";
import { useServices } from "./services.tsx";

interface LazyComponent<P> extends FunctionComponent<P> {
  /** Loads the code before the component is shown. */
  readonly preload: () => Promise<void>;
}

/** The placeholder of a component while its code is loaded, or cannot be loaded. */
interface PlaceholderProps {
  readonly state: "loading" | "failed";
  readonly retry: () => void;
}

/**
 * A component whose code is loaded when it is first shown. If that fails because the server has been updated since the
 * page was loaded, the page reloads once; otherwise the placeholder offers another try.
 */
function lazyComponent<P extends object>(
  load: () => Promise<FunctionComponent<P>>,
  Placeholder: FunctionComponent<PlaceholderProps>,
): LazyComponent<P> {
  let Loaded: FunctionComponent<P> | null = null;
  const preload = async () => {
    Loaded = await load();
  };
  function Lazy(props: P) {
    const { codeUpdate } = useServices();
    const [state, setState] = useState<"loading" | "failed" | "ready">(Loaded ? "ready" : "loading");
    const start = useCallback(async () => {
      setState("loading");
      try {
        await preload();
        setState("ready");
      } catch {
        if (!(await codeUpdate.reloadOnce())) setState("failed");
      }
    }, [codeUpdate]);
    useEffect(() => {
      // not `Loaded`: a preload may have set it since the first render, and the screen would not render again
      if (state === "loading") void start();
    }, [start]);
    if (Loaded) return <Loaded {...props} />;
    return <Placeholder state={state === "failed" ? "failed" : "loading"} retry={() => void start()} />;
  }
  return Object.assign(Lazy, { preload });
}

/** A screen whose code is loaded when it is first shown. */
export function lazyScreen<P extends object>(load: () => Promise<FunctionComponent<P>>): LazyComponent<P> {
  return lazyComponent(load, (props) => (
    <main class="centre" id="main" tabIndex={-1} aria-busy={props.state === "loading"}>
      <LoadState {...props} page what={t("This screen")} />
    </main>
  ));
}

/** A pane of a screen, in a section with a label, whose code is loaded when it is first shown. */
export function lazyPane<P extends object>(
  label: Message,
  className: string,
  load: () => Promise<FunctionComponent<P>>,
): LazyComponent<P> {
  return lazyComponent(load, (props) => (
    <section class={className} aria-label={t(label)} aria-busy={props.state === "loading"}>
      <LoadState {...props} what={t("This part")} />
    </section>
  ));
}

/** A part of a pane whose code is loaded when it is first shown. */
export function lazyPart<P extends object>(load: () => Promise<FunctionComponent<P>>): LazyComponent<P> {
  return lazyComponent(load, (props) => <LoadState {...props} lines={1} what={t("This part")} />);
}

interface LoadStateProps extends PlaceholderProps {
  readonly what: string;
  /** Whether it fills the page, so that its title is the heading of the page. */
  readonly page?: boolean;
  readonly lines?: number;
}

function LoadState({ state, retry, what, page = false, lines = 6 }: LoadStateProps) {
  if (state === "loading") return <Skeleton lines={lines} label={t("Loading")} />;
  return (
    <div role="alert">
      <EmptyState icon="cut" page={page} title={t("{what} could not be loaded", { what })}>
        <p>{t("Check the connection and try again. If that does not help, reload the page.")}</p>
        <Button onClick={retry}>{t("Try again")}</Button>
      </EmptyState>
    </div>
  );
}
