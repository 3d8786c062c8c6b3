import { createElement } from "react";
import { renderToString } from "react-dom/server";
import { ShopDocument } from "./document.js";

/** The document as the server sends it. */
export const renderShop = (props) => `<!doctype html>${renderToString(createElement(ShopDocument, props))}`;
