/** The names of the tag's attributes, beside one for each setting. */

/** Those whose change the tag observes. */
export const OBSERVED = ['text', 'preset', 'panels', 'controls', 'readonly'];
/** The others. */
export const UNOBSERVED = ['src', 'autostart', 'link-base', 'address', 'keep'];
