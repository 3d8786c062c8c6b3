"use client";

import { useFoyer } from "foyer-chat/react";

export default function AskButton() {
  const foyer = useFoyer();
  return (
    <button type="button" onClick={() => foyer.open()}>
      Ask us
    </button>
  );
}
