/** Shown instead of the inside of a network before there is one. */
export const INSIDE_HINT = 'Press Train or Step to look inside.';
