import { Hono } from "hono";
import * as z from "zod/mini";
import { SavedAnswer, SavedAnswers } from "../../../shared/conversation.ts";
import type { AgentEnv, May } from "../../accounts/guards.ts";
import type { Deps } from "../../deps.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { endpoint, json } from "../../platform/http/endpoint.ts";
import { listSavedAnswers, removeSavedAnswer, upsertSavedAnswer } from "./saved-answers.ts";

/** The routes of a team's saved answers. Behind `signedIn`. */
export function savedAnswerRoutes({ database, now }: Pick<Deps, "database" | "now">, may: May) {
  const [mayRead, mayEdit] = [may("conversations.read"), may("conversations.write")];
  return new Hono<AgentEnv>()
    .get(
      "/properties/:property/saved-answers",
      endpoint("List the team's saved answers, by shortcut", SavedAnswers, "property_unknown"),
      mayRead,
      async (c) => c.json({ items: await listSavedAnswers(database.read, c.req.param("property")) }),
    )
    .put(
      "/properties/:property/saved-answers/:id",
      endpoint("Create or change a saved answer", SavedAnswer, "property_unknown", "shortcut_taken"),
      mayEdit,
      json(SavedAnswer),
      async (c) => {
        const { property, id } = c.req.param();
        const answer = c.req.valid("json");
        if (answer.id !== id)
          throw new ApiError("invalid_request", {
            faults: [{ path: "id", code: "other_id", message: "differs from the ID in the address" }],
          });
        return c.json(await database.write((tx) => upsertSavedAnswer(tx, { property, answer, now: now() })));
      },
    )
    .delete(
      "/properties/:property/saved-answers/:id",
      endpoint("Remove a saved answer", z.object({}), "property_unknown"),
      mayEdit,
      async (c) => {
        const { property, id } = c.req.param();
        await database.write((tx) => removeSavedAnswer(tx, property, id));
        return c.json({});
      },
    );
}
