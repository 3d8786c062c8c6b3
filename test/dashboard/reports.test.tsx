// @vitest-environment happy-dom
import { fireEvent, screen } from "@testing-library/preact";
import { HttpResponse, http } from "msw";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { busiestHour } from "../../server/dashboard/reports/heat-map.tsx";
import {
  changeOf,
  changeOfTimes,
  satisfaction,
  timeText,
} from "../../server/dashboard/reports/report-texts.ts";
import type { Report } from "../../shared/reports.ts";
import { at, openDashboard, PROPERTY, server, useDashboard } from "./open-dashboard.tsx";

const MINUTE = 60_000;
const week = Array.from({ length: 7 }, () => Array<number>(24).fill(0));
const times = (median: number) => ({ count: 1, median, p90: median });
const totals = {
  conversations: 3,
  tickets: 1,
  firstAnswer: times(125_000),
  end: null,
  good: 1,
  bad: 0,
  contacts: 1,
};
const day = { date: "2026-05-04", conversations: 3, tickets: 1, firstAnswer: 125_000 };

const report: Report = {
  timeZone: "America/New_York",
  from: "2026-05-04",
  to: "2026-05-04",
  previous: { from: "2026-05-03", to: "2026-05-03" },
  totals,
  previousTotals: { ...totals, conversations: 2, tickets: 0 },
  days: [day],
  previousDays: [{ ...day, date: "2026-05-03", conversations: 2, tickets: 0, firstAnswer: null }],
  hours: { conversations: week.with(2, week[0]?.with(14, 3) ?? []), tickets: week },
  agents: [{ id: "a", name: "", conversations: 3, firstAnswer: null, good: 1, bad: 0 }],
  sources: [{ source: "form", contacts: 1, previous: 0 }],
  forms: [{ form: "quote", shown: 8, started: 4, submitted: 2, previousShown: 0, previousSubmitted: 0 }],
};

describe("the words of a report", () => {
  it.each([
    [3, 2, "up", "50% more than before"],
    [2, 3, "down", "33% less than before"],
    [2, 2, "same", "Same as before"],
    [0, 0, "same", "Same as before"],
    [5, 0, "up", "None before"],
    [0, 5, "down", "100% less than before"],
    [1_001, 1_000, "same", "About the same as before"],
    [57, 100, "down", "43% less than before"],
  ])("say that %d after %d is %s: %s", (now, before, direction, text) => {
    expect(changeOf(now, before)).toEqual({ direction, text });
  });

  it("compare times only if there are some in both periods", () => {
    expect(changeOfTimes(times(2_000), times(1_000))?.text).toBe("100% longer than before");
    expect(changeOfTimes(times(2_000), null)).toBeNull();
    expect(changeOfTimes(null, times(2_000))).toBeNull();
  });

  it.each([
    [null, "–"],
    [0, "0 sec"],
    [45_000, "45 sec"],
    [12 * MINUTE + 59_000, "12 min"],
    [200 * MINUTE, "3 hr 20 min"],
    [120 * MINUTE, "2 hr"],
    [29 * 60 * MINUTE, "1 day 5 hr"],
  ])("name %s ms as %s", (ms, text) => {
    // the region of the machine decides whether it is "hr" or "hrs", "min" or "mins"
    expect(timeText(ms).replace(/(hr|min|sec)s\b/g, "$1")).toBe(text);
  });

  it("name the share of the good ratings, and the busiest hour", () => {
    expect([satisfaction({ good: 2, bad: 1 }), satisfaction({ good: 0, bad: 0 })]).toEqual(["66%", "–"]);
    expect(busiestHour(report.hours.conversations)).toMatch(/^Most begin on Wednesday from .*: 3\.$/);
    expect(busiestHour(week)).toBe("There are none in this period.");
  });
});

describe("the reports", () => {
  useDashboard();

  it("are those of the period in the address; one that is not valid is the default", async () => {
    const asked: string[] = [];
    server.use(
      http.get(at("/reports"), ({ request }) => {
        asked.push(new URL(request.url).search);
        return HttpResponse.json(report);
      }),
    );
    openDashboard(`/dashboard/${PROPERTY}/reports?period=for_ever&from=1&to=%00`);
    await screen.findByText(/Time zone: America\/New York/);
    expect(asked).toEqual([""]);
    expect(screen.getByText("Former agent")).toBeTruthy();
    expect(screen.getByText("Quote form").closest("tr")?.textContent).toBe("Quote form84225%–");
    fireEvent.change(screen.getByRole("combobox", { name: "Period" }), { target: { value: "last_month" } });
    await screen.findByText(/Time zone: America\/New York/);
    expect(asked.at(-1)).toBe("?period=last_month");
  });

  it("say why they cannot be loaded, and are loaded again", async () => {
    let isBroken = true;
    server.use(
      http.get(at("/reports"), () =>
        isBroken ? new HttpResponse(null, { status: 502 }) : HttpResponse.json(report),
      ),
    );
    openDashboard(`/dashboard/${PROPERTY}/reports`);
    const again = await screen.findByRole("button", { name: "Try again" });
    isBroken = false;
    fireEvent.click(again);
    await screen.findByText(/Time zone: America\/New York/);
  });

  it("have their numbers without the plots, where these cannot be drawn", async () => {
    vi.stubGlobal("ResizeObserver", undefined);
    onTestFinished(() => void vi.unstubAllGlobals());
    server.use(http.get(at("/reports"), () => HttpResponse.json(report)));
    openDashboard(`/dashboard/${PROPERTY}/reports`);
    expect(await screen.findAllByText(/The plot could not be drawn/)).toHaveLength(2);
    expect(screen.getByRole("table", { name: "Conversations and tickets by day" })).toBeTruthy();
  });
});
