/** Takes the place of the code that loads lessons, where they are left out. */

export const loadLessons = undefined;
export const prepareLesson = async () => {};
