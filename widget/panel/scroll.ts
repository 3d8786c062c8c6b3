import type { Talk } from "../chat/controller/chat-controller.ts";

/** So near to the end counts as there; so near to the beginning, more of it is fetched. Pixels. */
const NEAR = 60;
const SOON = 300;
/** The list has come to rest, ms. */
const REST = 100;

export type Scroll = ReturnType<typeof keepScroll>;

/**
 * Keeps a conversation where the visitor is in it. The list stands on its end (`column-reverse`): its position counts
 * from there, so that what comes before moves nothing, and what comes after is in sight.
 */
export function keepScroll({ kept, scrolled, earlier }: Pick<Talk, "kept" | "scrolled" | "earlier">) {
  let list: HTMLElement | undefined;
  /** The place of the entry to be on top; 0: the end. */
  let wanted = 0;
  let height = 0;
  /** How far the visitor is from the end. */
  let away = 0;
  let first: string | undefined;
  let up = false;
  let rest: ReturnType<typeof setTimeout>;
  const entries = () => [...(list?.querySelectorAll<HTMLElement>("[data-sequence]") ?? [])];
  const edge = () => list?.getBoundingClientRect().top ?? 0;

  return {
    /** The list was drawn. */
    drawn(element: HTMLElement): void {
      if (element !== list) {
        list = element;
        wanted = kept().top;
        up = false;
      }
      const all = entries();
      const earliest = all[0]?.dataset.sequence;
      // who reads what was said before is not moved by what is said now; the browser may have moved them at the top
      if (up && earliest === first) list.scrollTop = -(away + list.scrollHeight - height);
      height = list.scrollHeight;
      first = earliest;
      const on = all.find(({ dataset }) => Number(dataset.sequence) >= wanted);
      if (wanted && on && (on !== all[0] || Number(earliest) === wanted || !earlier())) {
        list.scrollTop += on.getBoundingClientRect().top - edge();
        wanted = 0;
      }
      away = -list.scrollTop;
    },
    /** The visitor has moved it. */
    moved(): void {
      if (!list) return;
      away = -list.scrollTop;
      up = away > NEAR;
      if (list.scrollHeight - list.clientHeight - away < SOON) earlier();
      clearTimeout(rest);
      rest = setTimeout(() => {
        const on = entries().find((one) => one.getBoundingClientRect().bottom > edge());
        if (!wanted) scrolled(up ? Number(on?.dataset.sequence) : 0);
      }, REST);
    },
    isUp: () => up,
    toEnd(): void {
      if (list) list.scrollTop = 0;
    },
  };
}
