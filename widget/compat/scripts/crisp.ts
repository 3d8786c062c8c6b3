import { installCrisp } from "../crisp/crisp.ts";
import { start } from "./place.ts";

installCrisp(start);
