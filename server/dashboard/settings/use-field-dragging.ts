import { draggable, dropTargetForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { type DropEdge, droppedBy } from "./edit-form.ts";

/** The key of the index of the field that is dragged. */
const FIELD = "foyer-field";

interface Dragging {
  readonly handle: RefObject<HTMLSpanElement | null>;
  readonly isDragged: boolean;
  /** The side on which a dragged field would be dropped; null: none is over this one. */
  readonly edge: DropEdge | null;
}

/**
 * Lets a field of a form be dragged by its handle, and others be dropped at it.
 *
 * @param at the field's index
 * @param onDrop called with the index of the field that was dropped, and by how many places it moves
 */
export function useFieldDragging(
  item: RefObject<HTMLLIElement | null>,
  at: number,
  onDrop: (from: number, by: number) => void,
): Dragging {
  const handle = useRef<HTMLSpanElement>(null);
  const [isDragged, setDragged] = useState(false);
  const [edge, setEdge] = useState<DropEdge | null>(null);
  const latest = useRef({ at, onDrop });
  latest.current = { at, onDrop };
  useEffect(() => {
    const element = item.current;
    if (!element || !handle.current) return;
    const edgeAt = (y: number): DropEdge => {
      const { top, height } = element.getBoundingClientRect();
      return y < top + height / 2 ? "before" : "after";
    };
    const stopDragging = draggable({
      element,
      dragHandle: handle.current,
      getInitialData: () => ({ [FIELD]: latest.current.at }),
      onDragStart: () => setDragged(true),
      onDrop: () => setDragged(false),
    });
    const stopDropping = dropTargetForElements({
      element,
      canDrop: ({ source }) => typeof source.data[FIELD] === "number",
      onDrag: ({ location }) => setEdge(edgeAt(location.current.input.clientY)),
      onDragLeave: () => setEdge(null),
      onDrop: ({ source, location }) => {
        setEdge(null);
        const from = source.data[FIELD];
        if (typeof from !== "number") return;
        const target = latest.current;
        target.onDrop(from, droppedBy(from, target.at, edgeAt(location.current.input.clientY)));
      },
    });
    return () => {
      stopDragging();
      stopDropping();
    };
  }, [item]);
  return { handle, isDragged, edge };
}
