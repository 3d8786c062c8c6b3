import { createStart, type ScriptPlace, type StartFoyer } from "../base/start-foyer.ts";

/** The server writes here where the script comes from. */
declare const __FOYER_PLACE__: ScriptPlace;

/** Starts the widget of the script's own address. */
export const start: StartFoyer = createStart(__FOYER_PLACE__);
