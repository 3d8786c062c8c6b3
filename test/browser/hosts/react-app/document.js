import { createElement as h, useEffect } from "react";

/**
 * A document that React owns from `html` on, as Remix and others have it.
 *
 * @param {{ script: string, place: "head" | "body" | "effect", time: string }} props the widget's script, where its
 *   tag is or that it is added once the page runs, and a text that differs between server and browser if a test wants it to
 */
export function ShopDocument({ script, place, time }) {
  useEffect(() => {
    if (place !== "effect") return;
    const added = document.createElement("script");
    added.src = script;
    document.body.append(added);
  }, [script, place]);
  const tag = h("script", { src: script, async: place === "body" });
  return h(
    "html",
    { lang: "en" },
    h("head", null, h("meta", { charSet: "utf-8" }), h("title", null, "React shop"), place === "head" && tag),
    h(
      "body",
      null,
      h("h1", null, "Lanterns"),
      h("p", null, time),
      h("script", { src: "/react-app.js", type: "module" }),
      place === "body" && tag,
    ),
  );
}
