/** The code of links, which is loaded when the first one is read or made. */

export { linkOf } from './lesson-address.js';
export { LinkedLessons } from './linked-lessons.js';
export { share } from './share-panel.js';
