/** The names of the tag's attributes that the widget reads; the small script of the tag needs none. */
export const UNOBSERVED = ['src', 'autostart', 'link-base', 'address', 'keep'];
