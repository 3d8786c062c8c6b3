import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../i18n/translate.ts";
import type { Plot } from "./plot.ts";

interface LinePlotProps extends Plot {
  /** The essential of the plot, in words. */
  readonly alt: string;
}

/** A plot over days. Its library is loaded now; where it can't be, or doesn't run, the table below has the numbers. */
export function LinePlot({ alt, dates, series, format, steps }: LinePlotProps) {
  const host = useRef<HTMLDivElement>(null);
  const [hasFailed, setFailed] = useState(false);
  useEffect(() => {
    let remove: (() => void) | null = null;
    let isGone = false;
    import("./draw-plot.ts")
      .then(({ drawPlot }) => {
        if (host.current && !isGone) remove = drawPlot(host.current, { dates, series, format, steps });
      })
      .catch(() => setFailed(true));
    return () => {
      isGone = true;
      remove?.();
    };
  }, [dates, series, format, steps]);
  if (hasFailed) return <p class="hint">{t("The plot could not be drawn. The table has its numbers.")}</p>;
  return <div class="report-plot" role="img" aria-label={alt} ref={host} />;
}
