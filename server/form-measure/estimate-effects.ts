import type { FieldEffect, MeasuredComparison } from "../../shared/form-measure.ts";

/** Fewer showings say nothing. */
const MIN_SHOWN = 100;
/** Fewer of a hundred are not worth a sentence. */
const MIN_EFFECT = 1;
/** The quantile of the normal distribution for bounds at 95 %. */
const Z = 1.96;

/** The showings of a version: how many there were, where visitors left it, and how many sent it. */
export interface Funnel {
  readonly shown: number;
  readonly submitted: number;
  /** In the order of the form. */
  readonly fields: readonly { readonly id: string; readonly left: number }[];
  readonly leftBeforeSending: number;
}

interface Proportion {
  readonly count: number;
  readonly of: number;
}

/**
 * The bounds of a proportion at 95 %: the score interval (E. B. Wilson, 1927, J. Am. Stat. Assoc. 22), which also holds for
 * few and for rare cases. Pure.
 */
export function scoreInterval(count: number, of: number): readonly [low: number, high: number] {
  const share = count / of;
  const middle = share + Z ** 2 / (2 * of);
  const spread = Z * Math.sqrt((share * (1 - share)) / of + Z ** 2 / (4 * of ** 2));
  const whole = 1 + Z ** 2 / of;
  return [Math.max(0, (middle - spread) / whole), Math.min(1, (middle + spread) / whole)];
}

/**
 * The product of two independent proportions, with its bounds at 95 %: the method of variance estimates recovery (G. Y. Zou and
 * A. Donner, 2008, Stat. Med. 27) of the sum of their logarithms, from their score intervals. Both counts are above 0. Pure.
 */
function productOf(first: Proportion, second: Proportion): Record<"value" | "low" | "high", number> {
  const value = (first.count / first.of) * (second.count / second.of);
  const [low, high] = ([0, 1] as const).map((bound) => {
    const distances = [first, second].map(({ count, of }) =>
      Math.log((scoreInterval(count, of)[bound] * of) / count),
    );
    return value * Math.exp((bound ? 1 : -1) * Math.hypot(...distances));
  }) as [number, number];
  return { value, low, high };
}

/**
 * Estimates how many more of 100 would have sent the form without each field (R29): those who left it there, if they had then gone
 * on as often as those who filled it in. The bounds allow for chance in both shares. Only effects whose lower bound is at least one
 * of a hundred, and only of a form that was shown a hundred times. Pure.
 */
export function estimateEffects({ shown, submitted, fields, leftBeforeSending }: Funnel): FieldEffect[] {
  if (shown < MIN_SHOWN || !submitted) return [];
  return fields.flatMap(({ id, left }, at) => {
    if (!left) return [];
    const leftLater = fields.slice(at + 1).reduce((sum, field) => sum + field.left, leftBeforeSending);
    const { value, low, high } = productOf(
      { count: left, of: shown },
      { count: submitted, of: submitted + leftLater },
    );
    if (100 * low < MIN_EFFECT) return [];
    return [{ field: id, ofHundred: 100 * value, low: 100 * low, high: 100 * high }];
  });
}

/** The showings of a version, and how many of them ended with a submission. */
type Submitted = Pick<Funnel, "shown" | "submitted">;

/**
 * The difference of two proportions with its bounds at 95 %: the hybrid score interval (R. G. Newcombe, 1998, Stat. Med. 17,
 * method 10). Pure.
 */
export function differenceOf(of: Proportion, than: Proportion): Record<"value" | "low" | "high", number> {
  const [share, other] = [of.count / of.of, than.count / than.of];
  const [low, high] = scoreInterval(of.count, of.of);
  const [lowOther, highOther] = scoreInterval(than.count, than.of);
  return {
    value: share - other,
    low: share - other - Math.hypot(share - low, highOther - other),
    high: share - other + Math.hypot(high - share, other - lowOther),
  };
}

/** How many more of 100 have sent the second of two versions. Null before each was shown a hundred times. Pure. */
export function compareShares(first: Submitted, second: Submitted): MeasuredComparison["difference"] {
  if (Math.min(first.shown, second.shown) < MIN_SHOWN) return null;
  const { value, low, high } = differenceOf(
    { count: second.submitted, of: second.shown },
    { count: first.submitted, of: first.shown },
  );
  return { ofHundred: 100 * value, low: 100 * low, high: 100 * high };
}
