/** The code of links, which is loaded when the first one is read or made. */

export { linkOf } from './setup-address.js';
export { LinkedSetups } from './linked-setups.js';
export { share } from './share-panel.js';
