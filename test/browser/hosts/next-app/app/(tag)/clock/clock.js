"use client";

/**
 * The commonest mismatch between what the server sent and what the browser draws: a time, a time zone, a feature. React
 * then draws the whole document anew.
 */
export default function Clock() {
  return <p>{typeof window === "undefined" ? "server time" : "browser time"}</p>;
}
