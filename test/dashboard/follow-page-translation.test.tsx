// @vitest-environment happy-dom
import { signal } from "@preact/signals";
import { act, cleanup, render } from "@testing-library/preact";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { followPageTranslation } from "../../server/dashboard/ui/follow-page-translation.ts";

let stop: () => void;
beforeEach(() => {
  stop = followPageTranslation(document.body);
});
afterEach(() => {
  stop();
  cleanup();
});

/** Translates every text below an element as Google Translate does: in upper case, inside of two `<font>` elements. */
async function translate(root: Element): Promise<void> {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) texts.push(node as Text);
  for (const text of texts) {
    if (!text.data.trim() || text.parentElement?.closest("font, [translate=no]")) continue;
    const font = document.createElement("font");
    const inner = document.createElement("font");
    inner.textContent = text.data.toUpperCase();
    font.append(inner);
    text.replaceWith(font);
  }
  await settle();
}
const settle = () => act(() => new Promise((resolve) => setTimeout(resolve)));

describe("a page that the browser translates", () => {
  it("shows text that changes, instead of its old translation", async () => {
    const Line = ({ name }: { name: string }) => <p>{name}</p>;
    const { container, rerender } = render(<Line name="one" />);
    await translate(container);
    expect(container.textContent).toBe("ONE");
    rerender(<Line name="two" />);
    await settle();
    expect(container.textContent).toBe("two");
    await translate(container);
    expect(container.textContent).toBe("TWO");
  });

  it("shows a signal's new value", async () => {
    const count = signal("1 unread");
    const { container } = render(<p>{count}</p>);
    await translate(container);
    act(() => {
      count.value = "2 unread";
    });
    await settle();
    expect(container.textContent).toBe("2 unread");
  });

  it("removes text that is no longer there", async () => {
    const Line = ({ busy }: { busy: boolean }) => (
      <p>
        {busy && "busy "}
        <b>name</b>
      </p>
    );
    const { container, rerender } = render(<Line busy />);
    await translate(container);
    rerender(<Line busy={false} />);
    await settle();
    expect(container.textContent).toBe("NAME");
  });

  it("keeps the order when elements come before and after translated text, and shows nothing twice", async () => {
    const Line = ({ all }: { all: boolean }) => (
      <p>
        {all && <i>first </i>}
        text
        {all && <b> last</b>}
      </p>
    );
    const { container, rerender } = render(<Line all={false} />);
    await translate(container);
    rerender(<Line all />);
    await settle();
    expect(container.textContent).toBe("first TEXT last");
    await translate(container);
    rerender(<Line all={false} />);
    await settle();
    expect(container.textContent?.toLowerCase()).toBe("text");
  });

  it("lets whole translated parts go", async () => {
    const List = ({ items }: { items: readonly string[] }) => (
      <ul>
        {items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    );
    const { container, rerender } = render(<List items={["a", "b", "c"]} />);
    await translate(container);
    rerender(<List items={["c", "a"]} />);
    await settle();
    expect(container.textContent?.toLowerCase()).toBe("ca");
  });
});
