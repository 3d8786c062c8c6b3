import type { MiddlewareHandler } from "hono";

/** A browser that was here over HTTPS asks for nothing over HTTP for so long, seconds: a year. */
const HSTS = "max-age=31536000";
/** The features of browsers that no page of the server uses. */
const PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";

/**
 * Sets the headers that every answer has: no browser guesses its type, no other site embeds it unless its route says so,
 * its page gets no access to devices, and a public address over HTTPS is never visited over HTTP.
 */
export function securityHeaders(publicUrl: string | null): MiddlewareHandler {
  const isHttps = publicUrl?.startsWith("https:") === true;
  return (c, next) => {
    c.header("X-Content-Type-Options", "nosniff");
    c.header("Cross-Origin-Resource-Policy", "same-origin");
    c.header("Permissions-Policy", PERMISSIONS);
    if (isHttps) c.header("Strict-Transport-Security", HSTS);
    return next();
  };
}
