/** An sRGB colour as `#rrggbb`. */
export const HEX_COLOUR = /^#[\da-f]{6}$/i;

/** Relative luminance, 0 to 1 (WCAG 2.2, "relative luminance"). */
function luminance(hex: string): number {
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

/** The contrast of two colours, 1 to 21 (WCAG 2.2, "contrast ratio"). */
export function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** The text colour on the accent: white if it reaches 4.5:1, otherwise black, which then does (DESIGN.md, section 5). */
export function textOn(accent: string): "#ffffff" | "#000000" {
  return contrast(accent, "#ffffff") >= 4.5 ? "#ffffff" : "#000000";
}
