import { RAW_BODIES as FILES } from "./files/routes.ts";
import { STREAMED_PATHS as IMPORTS } from "./imports/routes.ts";

/** The paths whose bodies are files, of all rooms: they are streamed and counted by who takes them, and are no JSON. */
export const RAW_BODIES = new RegExp(`${FILES.source}|${IMPORTS.source}`);
