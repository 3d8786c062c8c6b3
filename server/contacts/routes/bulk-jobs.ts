import { Hono } from "hono";
import { BulkJob, BulkJobCreate, BulkJobs } from "../../../shared/bulk-job.ts";
import { type Actor, recordAudit } from "../../accounts/audit-log.ts";
import { type AgentEnv, type May, requireRight } from "../../accounts/guards.ts";
import type { Deps } from "../../deps.ts";
import type { Tx } from "../../platform/database/open.ts";
import { endpoint, json } from "../../platform/http/endpoint.ts";
import { type BulkJobRow, listBulkJobs, readBulkJob, toBulkJob } from "../bulk/bulk-job-store.ts";
import { createBulkJobs } from "../bulk/bulk-jobs.ts";
import { createSearchIndexer } from "../search/indexer.ts";

/** Changes of all contacts that match a filter, as jobs. Behind `signedIn`. */
export function bulkJobRoutes(deps: Pick<Deps, "database" | "log" | "now" | "random">, may: May) {
  const { database, log, now } = deps;
  const jobs = createBulkJobs(deps);
  const searchIndex = createSearchIndexer(database);
  /** The audit log has the deletions and their undo. */
  const audit =
    (agent: Actor, action: "contacts_deleted" | "contacts_restored") => async (tx: Tx, row: BulkJobRow) => {
      const { property_id: property, kind, total, changed } = row;
      const count = action === "contacts_deleted" ? total : changed;
      if (kind === "delete") await recordAudit(tx, deps, agent, { property, action, details: { count } });
    };
  const show = (row: BulkJobRow) => toBulkJob(database.read, row, now());
  /** Starts the jobs in the background; the loop of housekeeping tries again after an error. */
  const run = () =>
    void jobs
      .catchUp()
      .catch((err: unknown) => log.warn({ err }, "a change of many contacts is tried again"));
  return new Hono<AgentEnv>()
    .get(
      "/properties/:property/bulk-jobs",
      endpoint("List the changes of many contacts that run or can be undone", BulkJobs, "property_unknown"),
      may("contacts.read"),
      async (c) => {
        const rows = await listBulkJobs(database.read, c.req.param("property"), now());
        return c.json({ items: await Promise.all(rows.map(show)) });
      },
    )
    .post(
      "/properties/:property/bulk-jobs",
      endpoint(
        "Tag, untag or delete all contacts that match a filter",
        BulkJob,
        "property_unknown",
        "forbidden",
        "not_found",
      ),
      may("contacts.edit"),
      json(BulkJobCreate),
      async (c) => {
        const property = c.req.param("property");
        const job = c.req.valid("json");
        if (job.kind === "delete") requireRight(c, "contacts.erase");
        if (job.filter.q || job.filter.attribute) await searchIndex.catchUp(property);
        const row = await jobs.create(property, job, audit(c.var.agent, "contacts_deleted"));
        run();
        return c.json(await show(row));
      },
    )
    .get(
      "/properties/:property/bulk-jobs/:id",
      endpoint("Read the progress of a change of many contacts", BulkJob, "property_unknown", "not_found"),
      may("contacts.read"),
      async (c) => {
        const { property, id } = c.req.param();
        return c.json(await show(await readBulkJob(database.read, property, id)));
      },
    )
    .post(
      "/properties/:property/bulk-jobs/:id/cancel",
      endpoint("Stop a change of many contacts", BulkJob, "property_unknown", "forbidden", "not_found"),
      may("contacts.edit"),
      async (c) => {
        const { property, id } = c.req.param();
        if ((await readBulkJob(database.read, property, id)).kind === "delete")
          requireRight(c, "contacts.erase");
        return c.json(await show(await jobs.cancel(property, id)));
      },
    )
    .post(
      "/properties/:property/bulk-jobs/:id/undo",
      endpoint(
        "Undo a change of many contacts, within a day",
        BulkJob,
        "property_unknown",
        "forbidden",
        "not_found",
      ),
      may("contacts.edit"),
      async (c) => {
        const { property, id } = c.req.param();
        if ((await readBulkJob(database.read, property, id)).kind === "delete")
          requireRight(c, "contacts.erase");
        const row = await jobs.undo(property, id, audit(c.var.agent, "contacts_restored"));
        run();
        return c.json(await show(row));
      },
    );
}
