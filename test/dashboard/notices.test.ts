import { expect, it } from "vitest";
import { createNotices } from "../../server/dashboard/data/notices.ts";

/** A clock that the test controls. */
function setUp() {
  const due: { at: number; act: () => void }[] = [];
  let now = 0;
  const notices = createNotices((ms, act) => void due.push({ at: now + ms, act }));
  return {
    notices,
    pass(ms: number) {
      now += ms;
      for (const one of due.splice(0))
        if (one.at <= now) one.act();
        else due.push(one);
    },
    texts: () => notices.list.value.map(({ text }) => text),
  };
}

it("a notice disappears after some time, one with Undo later", () => {
  const { notices, pass, texts } = setUp();
  notices.say("Saved.");
  notices.say("Deleted.", { action: { label: "Undo", act: () => undefined } });
  pass(7_000);
  expect(texts()).toEqual(["Deleted."]);
  pass(8_000);
  expect(texts()).toEqual([]);
});

it("a notice stays while the pointer or the focus is on it", () => {
  const { notices, pass, texts } = setUp();
  notices.say("Saved.");
  notices.isInUse = () => true;
  pass(7_000);
  expect(texts()).toEqual(["Saved."]);
  notices.isInUse = () => false;
  pass(7_000);
  expect(texts()).toEqual([]);
});
