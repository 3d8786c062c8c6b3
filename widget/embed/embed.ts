import type { InlinedSettings } from "../../shared/property.ts";
import { start } from "./start.ts";

/** The server writes the property's settings here. */
declare const __FOYER_SETTINGS__: InlinedSettings;

start(__FOYER_SETTINGS__, (address) => import(/* @vite-ignore */ address));
