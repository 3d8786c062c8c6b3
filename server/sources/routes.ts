import { Hono } from "hono";
import * as z from "zod/mini";
import {
  DryRun,
  DryRunRequest,
  NewWebhookSource,
  ReceivedBodies,
  ReceivedBodiesQuery,
  RecordedBody,
  RunAgain,
  RunResult,
  SourceWithAddress,
  WebhookSource,
  WebhookSourceSave,
  WebhookSources,
} from "../../shared/webhook-source.ts";
import { recordAudit } from "../accounts/audit-log.ts";
import type { AgentEnv, May } from "../accounts/guards.ts";
import { guessCountry } from "../imports/rows/countries.ts";
import { endpoint, json, query } from "../platform/http/endpoint.ts";
import { perMinute } from "../platform/http/rate-limit.ts";
import { newId } from "../platform/ids.ts";
import { readCursor } from "../platform/paging.ts";
import { presetMapping } from "./body/presets.ts";
import type { SourceDeps } from "./deps.ts";
import { listSources, readSource } from "./describe-sources.ts";
import { listBodies, readRecordedBody } from "./list-bodies.ts";
import { dryRun } from "./processing/dry-run.ts";
import { runAgain, runBodyAgain } from "./processing/run-again.ts";
import { addressPath, drawAddressSecret, hashAddressSecret } from "./reception/address-secret.ts";
import { checkMapping, saveSource } from "./save-source.ts";
import { deleteSource, insertSource, replaceAddress, requireSource } from "./source-store.ts";

/** Dry runs a minute and admin: each reads what some dozen bodies need. */
const MAX_DRY_RUNS = 30;
const BASE = "/properties/:property/webhook-sources";

/** The incoming webhooks of a property, and what they have received. To be mounted behind `signedIn`. */
export function sourceRoutes(deps: SourceDeps, may: May) {
  const { database, now, properties } = deps;
  const mayChange = may("settings.change");
  const dryRuns = perMinute(MAX_DRY_RUNS);
  return new Hono<AgentEnv>()
    .get(
      BASE,
      endpoint("The incoming webhooks, without secrets", WebhookSources, "property_unknown", "forbidden"),
      mayChange,
      async (c) => c.json({ items: await listSources(database.read, c.req.param("property")) }),
    )
    .post(
      BASE,
      endpoint(
        "Make an incoming webhook. Its address is shown once",
        SourceWithAddress,
        "property_unknown",
        "forbidden",
        "source_limit_reached",
      ),
      mayChange,
      json(NewWebhookSource),
      async (c) => {
        const { settings } = await properties.get(c.req.param("property"));
        const property = c.req.param("property");
        const { name, provider } = c.req.valid("json");
        const secret = drawAddressSecret(deps);
        const id = newId(deps);
        await database.write(async (tx) => {
          await insertSource(tx, {
            property,
            id,
            name,
            provider,
            secretHash: hashAddressSecret(secret),
            mapping: presetMapping(provider),
            country: guessCountry(settings.timeZone, ""),
            now: now(),
          });
          await recordAudit(tx, deps, c.var.agent, {
            property,
            action: "source_created",
            details: { names: [name] },
          });
        });
        return c.json({ source: await readSource(database.read, property, id), path: addressPath(secret) });
      },
    )
    .put(
      `${BASE}/:id`,
      endpoint(
        "Save an incoming webhook. A signing secret that is null stays as it is stored",
        WebhookSource,
        "property_unknown",
        "forbidden",
        "not_found",
        "settings_changed",
        "source_incomplete",
      ),
      mayChange,
      json(WebhookSourceSave),
      async (c) => {
        const { property, id } = c.req.param();
        await database.write((tx) =>
          saveSource(tx, deps, { property, id, saved: c.req.valid("json"), by: c.var.agent }),
        );
        return c.json(await readSource(database.read, property, id));
      },
    )
    .delete(
      `${BASE}/:id`,
      endpoint(
        "Delete an incoming webhook with what it has received. The contacts stay",
        z.object({}),
        "property_unknown",
        "forbidden",
        "not_found",
      ),
      mayChange,
      async (c) => {
        const { property, id } = c.req.param();
        await database.write(async (tx) => {
          const { name } = await requireSource(tx, property, id);
          await deleteSource(tx, property, id);
          await recordAudit(tx, deps, c.var.agent, {
            property,
            action: "source_removed",
            details: { names: [name] },
          });
        });
        return c.json({});
      },
    )
    .post(
      `${BASE}/:id/address`,
      endpoint(
        "Make a new address, which is shown once. The one before ends",
        SourceWithAddress,
        "property_unknown",
        "forbidden",
        "not_found",
      ),
      mayChange,
      async (c) => {
        const { property, id } = c.req.param();
        const secret = drawAddressSecret(deps);
        await database.write(async (tx) => {
          const { name } = await requireSource(tx, property, id);
          await replaceAddress(tx, property, id, hashAddressSecret(secret));
          await recordAudit(tx, deps, c.var.agent, {
            property,
            action: "source_address_renewed",
            details: { names: [name] },
          });
        });
        return c.json({ source: await readSource(database.read, property, id), path: addressPath(secret) });
      },
    )
    .get(
      `${BASE}/:id/bodies`,
      endpoint(
        "A page of what an incoming webhook has received, newest first",
        ReceivedBodies,
        "property_unknown",
        "forbidden",
        "not_found",
      ),
      mayChange,
      query(ReceivedBodiesQuery),
      async (c) => {
        const { property, id } = c.req.param();
        await requireSource(database.read, property, id);
        const cursor = readCursor(c.req.valid("query").cursor);
        return c.json(await listBodies(database.read, property, id, cursor));
      },
    )
    .get(
      `${BASE}/:id/bodies/:body`,
      endpoint(
        "A received body with its values, and the mapping that they suggest",
        RecordedBody,
        "property_unknown",
        "forbidden",
        "not_found",
      ),
      mayChange,
      async (c) => {
        const { property, id, body } = c.req.param();
        const source = await requireSource(database.read, property, id);
        return c.json(await readRecordedBody(database.read, source, body));
      },
    )
    .post(
      `${BASE}/:id/dry-run`,
      endpoint(
        "Try a mapping on the last received bodies. Nothing is written",
        DryRun,
        "property_unknown",
        "forbidden",
        "not_found",
        "too_many_requests",
      ),
      mayChange,
      json(DryRunRequest),
      async (c) => {
        const { property, id } = c.req.param();
        await dryRuns.take(c.var.agent.id);
        await requireSource(database.read, property, id);
        const { mapping, country } = c.req.valid("json");
        checkMapping({ mapping });
        return c.json(await dryRun(deps, { property, source: id, mapping, country }));
      },
    )
    .post(
      `${BASE}/:id/run`,
      endpoint(
        "Process all received bodies that wait, or all that were refused",
        RunResult,
        "property_unknown",
        "forbidden",
        "not_found",
      ),
      mayChange,
      json(RunAgain),
      async (c) => {
        const { property, id } = c.req.param();
        const { which } = c.req.valid("json");
        const queued = await database.write(async (tx) => {
          const { name } = await requireSource(tx, property, id);
          const count = await runAgain(tx, { property, source: id, now: now() }, which);
          await recordAudit(tx, deps, c.var.agent, {
            property,
            action: "source_bodies_run",
            details: { names: [name], count },
          });
          return count;
        });
        return c.json({ queued });
      },
    )
    .post(
      `${BASE}/:id/bodies/:body/run`,
      endpoint("Process a received body again", RunResult, "property_unknown", "forbidden", "not_found"),
      mayChange,
      async (c) => {
        const { property, id, body } = c.req.param();
        await database.write(async (tx) => {
          const { name } = await requireSource(tx, property, id);
          await runBodyAgain(tx, { property, source: id, now: now() }, body);
          await recordAudit(tx, deps, c.var.agent, {
            property,
            action: "source_bodies_run",
            details: { names: [name], count: 1 },
          });
        });
        return c.json({ queued: 1 });
      },
    );
}
