import UPlot from "uplot";
import { t } from "../i18n/translate.ts";
import { dateLocale, plainDate } from "../ui/format.ts";
import type { Plot, PlottedSeries } from "./plot.ts";

/** Pixels. */
const HEIGHT = 260;
/** Seconds, as the x axis counts. */
const DAY = 86_400;
/** The distances of the dates below the plot, days. */
const DATE_STEPS = [1, 2, 7, 14, 28, 56, 91, 182] as const;

/**
 * Draws a plot into an element, and again when the width or the colour scheme changes. On a page from right to left, the
 * first day is at the right.
 *
 * @returns removes the plot
 */
export function drawPlot(element: HTMLElement, { dates, series, format, steps }: Plot): () => void {
  const times = dates.map((date) => Date.parse(date) / 1_000);
  const data: UPlot.AlignedData = [times, ...series.map(({ values }) => [...values])];
  const plot = new UPlot(optionsOf(element, { dates, series, format, steps }), data, element);
  const resize = new ResizeObserver(() => {
    plot.setSize({ width: element.clientWidth, height: HEIGHT });
  });
  resize.observe(element);
  const scheme = matchMedia("(prefers-color-scheme: dark)");
  const redraw = () => plot.redraw();
  scheme.addEventListener("change", redraw);
  return () => {
    resize.disconnect();
    scheme.removeEventListener("change", redraw);
    plot.destroy();
  };
}

/** The options of a plot, with the colours of the style sheet. */
function optionsOf(element: HTMLElement, { series, format, steps }: Plot): UPlot.Options {
  const styles = getComputedStyle(element);
  const colour = (name: string) => () => styles.getPropertyValue(name);
  const isMirrored = styles.direction === "rtl";
  const axis: UPlot.Axis = {
    stroke: colour("--ink-3"),
    font: `12px ${styles.fontFamily}`,
    grid: { stroke: colour("--line"), width: 1 },
    ticks: { show: false },
  };
  return {
    width: element.clientWidth,
    height: HEIGHT,
    tzDate: (seconds) => UPlot.tzDate(new Date(seconds * 1_000), "Etc/UTC"),
    scales: {
      x: { dir: isMirrored ? -1 : 1, range: (_, min, max) => [min - DAY / 2, max + DAY / 2] },
      y: { range: (_, __, max) => [0, max > 0 ? max * 1.1 : 1] },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 32,
        space: 64,
        incrs: DATE_STEPS.map((days) => days * DAY),
        values: (_, days) => days.map(shortDay),
      },
      {
        ...axis,
        side: isMirrored ? 1 : 3,
        size: 64,
        incrs: [...steps],
        values: (_, values) => values.map((value) => format(value)),
      },
    ],
    cursor: { drag: { x: false, y: false }, points: { size: 7 } },
    legend: {
      markers: { width: 2, dash: (_, at) => (series[at - 1]?.look === "before" ? "dashed" : "solid") },
    },
    series: [
      { label: t("Date"), value: (_, day) => (day === null ? "–" : plainDate(dateOf(day))) },
      ...series.map((one) => ({
        label: one.label,
        value: (_: UPlot, value: number | null) => (value === null ? "–" : format(value)),
        ...lookOf(one, colour),
      })),
    ],
  };
}

const dateOf = (seconds: number): string => new Date(seconds * 1_000).toISOString().slice(0, 10);

function shortDay(seconds: number): string {
  const format = new Intl.DateTimeFormat(dateLocale(), { day: "numeric", month: "short", timeZone: "UTC" });
  return format.format(seconds * 1_000);
}

function lookOf(
  { look, values }: PlottedSeries,
  colour: (name: string) => () => string,
): Partial<UPlot.Series> {
  switch (look) {
    case "bars":
      return {
        stroke: colour("--accent"),
        fill: colour("--accent-soft"),
        width: 1,
        points: { show: false },
        ...(UPlot.paths.bars && { paths: UPlot.paths.bars({ size: [0.7, 40] }) }),
      };
    case "line":
    case "line over bars":
      return {
        stroke: colour(look === "line" ? "--accent" : "--ink"),
        width: 2,
        points: { show: values.length < 40, size: 5 },
      };
    case "before":
      return { stroke: colour("--ink-3"), width: 1.5, dash: [5, 4], points: { show: values.length === 1 } };
  }
}
