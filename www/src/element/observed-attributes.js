/** The names of the tag's attributes whose change it observes, beside one for each setting. */
export const OBSERVED = ['text', 'preset', 'panels', 'controls', 'readonly', 'lesson'];
