/** The names of the settings that stand beside the text. */
export const TEXT_SETTINGS = ['separator', 'rareBelow'];
