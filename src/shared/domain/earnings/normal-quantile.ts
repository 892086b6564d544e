/** Coefficients of a rational function, the constant term first. */
interface Rational {
  readonly above: readonly [number, number, number, number, number, number, number, number];
  readonly below: readonly [number, number, number, number, number, number, number, number];
}

/** Around the middle, in (0.425² − (p − 0.5)²). */
const MIDDLE: Rational = {
  above: [
    3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987, 67265.7709270087,
    33430.57558358813, 2509.0809287301227,
  ],
  below: [
    1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
    28729.085735721943, 5226.495278852854,
  ],
};
/** Towards the tails, in √(−ln p) − 1.6. */
const TAIL: Rational = {
  above: [
    1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
    0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
  ],
  below: [
    1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
    0.0005475938084995345, 1.0507500716444169e-9,
  ],
};
/** Far out in the tails, in √(−ln p) − 5. */
const FAR_TAIL: Rational = {
  above: [
    6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
    0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
  ],
  below: [
    1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133, 1.8463183175100548e-5,
    1.421511758316446e-7, 2.0442631033899397e-15,
  ],
};

function polynomial([a, b, c, d, e, f, g, h]: Rational['above'], x: number): number {
  return ((((((h * x + g) * x + f) * x + e) * x + d) * x + c) * x + b) * x + a;
}

/**
 * The standard normal value below which a fraction of all lies, to about 16 digits.
 * @param p above 0 and below 1
 * Source: M. J. Wichura, Algorithm AS 241, Applied Statistics 37 (1988)
 */
export function normalQuantile(p: number): number {
  const fromMiddle = p - 0.5;
  if (Math.abs(fromMiddle) <= 0.425) {
    const x = 0.180625 - fromMiddle * fromMiddle;
    return (fromMiddle * polynomial(MIDDLE.above, x)) / polynomial(MIDDLE.below, x);
  }
  const distance = Math.sqrt(-Math.log(fromMiddle < 0 ? p : 1 - p));
  const [rational, x] = distance <= 5 ? [TAIL, distance - 1.6] : [FAR_TAIL, distance - 5];
  const size = polynomial(rational.above, x) / polynomial(rational.below, x);
  return fromMiddle < 0 ? -size : size;
}
