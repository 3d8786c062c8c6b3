import type { Diagnosis, FoyerEvents } from "../api/foyer.ts";
import type { EmbedForSdk } from "../embed/panel-host.ts";

/** The script that looks for what stands in the way of the widget, `doctor.js`. */
export interface DoctorModule {
  /** @param errors the last `error` event of each command */
  default(embed: EmbedForSdk, errors: readonly FoyerEvents["error"][]): Promise<Diagnosis>;
}
