import { createStart, type ScriptPlace, type StartFoyer } from "../base/start-foyer.ts";

/** The server writes here where the script comes from. */
declare const __FOYER_PLACE__: ScriptPlace;

const place = __FOYER_PLACE__;

/** Whether the widget has loaded the script, for the attribute `data-compat`: the page loads nothing itself. */
export const isRunning: boolean = !place.server;

/** Starts the widget of the script's own address. */
export const start: StartFoyer = createStart(place);
