import { Hono } from "hono";
import * as z from "zod/mini";
import { Report, ReportQuery, ReportTable } from "../../shared/reports.ts";
import type { AgentEnv, May } from "../accounts/guards.ts";
import { BYTE_ORDER_MARK, formatCsv } from "../imports/export/format-csv.ts";
import { endpoint, query } from "../platform/http/endpoint.ts";
import type { PropertyDeps } from "../properties/store.ts";
import { readReport } from "./read-report.ts";
import { tableRows } from "./report-tables.ts";

/** A period, and a table of its report. */
const TableQuery = z.safeExtend(ReportQuery, { table: ReportTable });

/** The reports of a property. Behind `signedIn`. */
export function reportRoutes(
  { database, properties, now }: Pick<PropertyDeps, "database" | "properties" | "now">,
  may: May,
) {
  async function read(property: string, period: ReportQuery): Promise<Report> {
    const { settings } = await properties.get(property);
    const scope = { property, timeZone: settings.timeZone, now: now() };
    return readReport(database.read, scope, period);
  }

  return new Hono<AgentEnv>()
    .get(
      "/properties/:property/reports",
      endpoint(
        "Conversations, tickets, times, ratings and contacts of a period, and of the one before it",
        Report,
        "property_unknown",
        "forbidden",
        "invalid_request",
      ),
      may("reports.read"),
      query(ReportQuery),
      async (c) => c.json(await read(c.req.param("property"), c.req.valid("query"))),
    )
    .get(
      "/properties/:property/reports.csv",
      endpoint(
        "Download a table of a report as CSV",
        "bytes",
        "property_unknown",
        "forbidden",
        "invalid_request",
      ),
      may("reports.read"),
      query(TableQuery),
      async (c) => {
        const property = c.req.param("property");
        const { table, ...period } = c.req.valid("query");
        const report = await read(property, period);
        return c.body(`${BYTE_ORDER_MARK}${formatCsv(tableRows(report, table))}`, 200, {
          "Content-Type": "text/csv; charset=utf-8",
          "Content-Disposition": `attachment; filename="${property}-${table}-${report.from}-${report.to}.csv"`,
          "X-Content-Type-Options": "nosniff",
        });
      },
    );
}
