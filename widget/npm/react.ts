"use client";

import { useEffect, useRef } from "react";
import type { FoyerCommands, FoyerEvents, FoyerListener, Identity } from "../api/foyer.ts";
import { attach, foyer } from "./index.ts";
import type { BootOptions } from "./options.ts";

/** A listener for each event: `onOpen`, `onUnread`, `onDelivered` and so on. */
type Listeners = {
  readonly [E in keyof FoyerEvents as `on${Capitalize<E>}`]?: FoyerListener<E> | undefined;
};

/** The properties of `<Foyer>`: the options of `boot`, who the visitor is, and a listener for each event. */
export interface FoyerProps extends BootOptions, Listeners {
  /** The signed-in user; null after a user logs the visitor out. */
  readonly identity?: Identity | null | undefined;
}

/** Calls `apply` when a value differs from the one of the first render. */
function useChange<T>(value: T, apply: (value: T) => void): void {
  const before = useRef(value);
  useEffect(() => {
    if (before.current === value) return;
    before.current = value;
    apply(value);
  });
}

/**
 * Adds the widget while it is mounted. It draws nothing itself. Another server or property adds another widget; another
 * language, theme, position or launcher changes the one that is there.
 */
export function Foyer(props: FoyerProps): null {
  const { server, property, language, theme, position, launcher, identity } = props;
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  // the options are those of the last render
  useEffect(() => attach(latest.current), [server, property]);

  const names = Object.keys(props)
    .filter((name) => /^on[A-Z]/.test(name))
    .join();
  // another widget has no listeners
  useEffect(() => {
    const removers = names
      .split(",")
      .filter(Boolean)
      .map((name) =>
        foyer.on(name.slice(2).toLowerCase() as keyof FoyerEvents, (event) =>
          // the name is of the same event
          (latest.current[name as keyof Listeners] as FoyerListener<keyof FoyerEvents> | undefined)?.(event),
        ),
      );
    return () => {
      for (const remove of removers) remove();
    };
  }, [server, property, names]);

  useChange(language, (tag) => tag && foyer.language(tag));
  useChange(theme, (scheme) => scheme && foyer.theme({ scheme }));
  useChange(position, (side) => side && foyer.theme({ position: side }));
  useChange(launcher, (selector) => foyer.launcher(selector ?? null));

  const who = JSON.stringify(identity ?? null);
  const isIdentified = useRef(false);
  // the text stands for the identity, an object that may be new in each render
  useEffect(() => {
    if (identity) foyer.identify(identity);
    else if (isIdentified.current) foyer.logout();
    isIdentified.current = !!identity;
  }, [server, property, who]);
  return null;
}

/** The commands of the widget, the same in every render; on a server they do nothing. */
export const useFoyer = (): FoyerCommands => foyer;
