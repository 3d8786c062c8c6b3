import { Hono } from "hono";
import { type DoctorAnswer, DoctorRequest } from "../../shared/doctor.ts";
import { addressOf } from "../platform/http/address.ts";
import { ApiError } from "../platform/http/api-error.ts";
import { requestOrigin } from "../platform/http/own-origin.ts";
import { readBody } from "../platform/http/read-body.ts";
import { VERSION } from "../platform/version.ts";
import { embedFiles } from "../properties/panel-settings.ts";
import { mayUseWidget } from "../properties/widget-access.ts";
import { authorizeVisitor } from "./authorize-visitor.ts";
import type { WidgetDeps } from "./routes.ts";

/**
 * `POST /:property/doctor`: the facts for `Foyer.doctor()`. Pages that may not use the widget are answered too, because the
 * answer says just that.
 */
export function doctorRoutes(deps: WidgetDeps) {
  const { config, assets } = deps;

  /** @returns the code of a token's refusal; null if it is accepted */
  async function refusalOf(property: string, token: string): Promise<string | null> {
    try {
      await authorizeVisitor(deps, property, token);
      return null;
    } catch (error) {
      if (error instanceof ApiError) return error.problem.code;
      throw error;
    }
  }

  return new Hono().post("/:property/doctor", async (c) => {
    await deps.addressLimit.take(addressOf(c, config.trustedProxies));
    const { token } = await readBody(c, DoctorRequest);
    const property = await deps.properties.get(c.req.param("property"));
    const from = requestOrigin((name) => c.req.header(name));
    const answer: DoctorAnswer = {
      version: VERSION,
      time: deps.now(),
      allowed: mayUseWidget(property, from, config.publicUrl),
      files: embedFiles(assets, property),
      token: token ? await refusalOf(property.id, token) : null,
    };
    return c.json(answer, 200, { "Cache-Control": "no-store" });
  });
}
