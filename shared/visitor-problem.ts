import * as z from "zod/mini";
import { Problem } from "./error.ts";
import { WorkChallenge } from "./work.ts";

/** A problem document for a visitor's browser. It is no part of `Problem`, because the dashboard never gets a challenge. */
export const VisitorProblem = z.extend(Problem, { work: z.optional(WorkChallenge) });
