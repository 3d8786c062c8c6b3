/** Keys that are no character, by the names that Playwright uses, as WebDriver's code points. */
const KEYS: Readonly<Record<string, string>> = {
  Alt: "\uE00A",
  ArrowDown: "\uE015",
  ArrowLeft: "\uE012",
  ArrowRight: "\uE014",
  ArrowUp: "\uE013",
  Backspace: "\uE003",
  Control: "\uE009",
  ControlOrMeta: "\uE009",
  Delete: "\uE017",
  End: "\uE010",
  Enter: "\uE007",
  Escape: "\uE00C",
  Home: "\uE011",
  Meta: "\uE03D",
  PageDown: "\uE00F",
  PageUp: "\uE00E",
  Shift: "\uE008",
  Space: " ",
  Tab: "\uE004",
};

function keyOf(name: string): string {
  const key = KEYS[name] ?? name;
  if ([...key].length !== 1) throw new Error(`WebDriver has no key ${name}`);
  return key;
}

const down = (value: string) => ({ type: "keyDown", value });
const up = (value: string) => ({ type: "keyUp", value });
const keyboard = (actions: readonly object[]) => ({ actions: [{ type: "key", id: "keyboard", actions }] });

/** The body of a WebDriver command that presses one key with its modifiers: `Tab`, `Shift+Tab`, `a`. */
export function keyActions(combination: string): object {
  const keys = combination.split(/(?<=.)\+/).map(keyOf);
  return keyboard([...keys.map(down), ...keys.map(up).reverse()]);
}

/** The body of a command that types a text, a key each `delay` ms. */
export function typingActions(text: string, delay = 0): object {
  const actions = [...text].flatMap((character) => {
    const key = character === "\n" ? keyOf("Enter") : character;
    return [down(key), up(key), ...(delay ? [{ type: "pause", duration: delay }] : [])];
  });
  return keyboard(actions);
}

/** The body of a command that moves the mouse to a point of the viewport (CSS px), and clicks there if asked to. */
export function pointerActions(x: number, y: number, click: boolean): object {
  const move = { type: "pointerMove", duration: 0, x: Math.round(x), y: Math.round(y) };
  const press = [
    { type: "pointerDown", button: 0 },
    { type: "pointerUp", button: 0 },
  ];
  const mouse = { type: "pointer", id: "mouse", parameters: { pointerType: "mouse" } };
  return { actions: [{ ...mouse, actions: [move, ...(click ? press : [])] }] };
}
