// Loaded into a measured server: collects its garbage when it is told to, so that what it holds can be compared.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc");
process.on("SIGUSR2", () => {
  for (let time = 0; time < 3; time++) collect();
});
