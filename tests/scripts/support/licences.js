/**
 * True where a licence expression of SPDX, as Cargo and npm write it, can be met with these licences.
 *
 * @param {string} expression such as `(MIT OR Apache-2.0) AND Unicode-3.0`, or with the older `/`
 * @param {readonly string[]} allowed
 */
export function isAllowed(expression, allowed) {
  const tokens = expression
    .replaceAll('/', ' OR ')
    .replaceAll(' WITH ', '+') // a licence with its exception is one word
    .split(/([()])|\s+/)
    .filter(Boolean);
  let at = 0;
  /** @returns {boolean} of a licence, or of an expression in parentheses */
  const one = () => {
    const token = tokens[at++];
    if (token !== '(') return allowed.includes(String(token).replace('+', ' WITH '));
    const value = either();
    at++; // the parenthesis that closes
    return value;
  };
  const all = () => {
    let value = one();
    while (tokens[at] === 'AND') {
      at++;
      value = one() && value;
    }
    return value;
  };
  const either = () => {
    let value = all();
    while (tokens[at] === 'OR') {
      at++;
      value = all() || value;
    }
    return value;
  };
  return either() && at === tokens.length;
}
