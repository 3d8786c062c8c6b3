import type { FunctionComponent } from "preact";
import { useCallback, useEffect, useState } from "preact/hooks";
import { Button } from "../ui/button.tsx";
import { EmptyState, Skeleton } from "../ui/states.tsx";
import { useServices } from "./services.tsx";

interface LazyScreen<P> extends FunctionComponent<P> {
  /** Loads the code before the screen is shown. */
  readonly preload: () => Promise<void>;
}

/**
 * A screen whose code is loaded when it is first shown. If that fails because the server has been updated since the
 * page was loaded, the page reloads once; otherwise the screen says so and offers another try.
 */
export function lazyScreen<P extends object>(load: () => Promise<FunctionComponent<P>>): LazyScreen<P> {
  let Loaded: FunctionComponent<P> | null = null;
  const preload = async () => {
    Loaded = await load();
  };
  function LazyScreen(props: P) {
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
    return (
      <main class="centre" id="main" tabIndex={-1} aria-busy={state !== "failed"}>
        {state === "failed" ? (
          <div role="alert">
            <EmptyState icon="cut" title="This screen could not be loaded">
              <p>Check the connection and try again. If that does not help, reload the page.</p>
              <Button onClick={() => void start()}>Try again</Button>
            </EmptyState>
          </div>
        ) : (
          <Skeleton lines={6} label="Loading" />
        )}
      </main>
    );
  }
  return Object.assign(LazyScreen, { preload });
}
