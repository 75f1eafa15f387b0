/** Tags that come to the page and go, beside its own. */

/** @typedef {import('./visitor.mjs').Visitor} Visitor */

const GUEST = '#guests lstm-playground';
/** Settings of small networks, which train at once. */
const SMALL = 'hidden-size="16" batch-size="8" seq-len="32"';

/**
 * Adds tags to the page.
 *
 * @param {Visitor} visitor
 * @param {string} html
 */
async function addGuests(visitor, html) {
  await visitor.page((html) => {
    const place = document.querySelector('#guests') ?? document.createElement('div');
    place.id = 'guests';
    document.querySelector('main')?.append(place);
    place.innerHTML = html;
    place.scrollIntoView();
  }, html);
}

/** @param {Visitor} visitor */
export const removeGuests = (visitor) =>
  visitor.page(() => document.querySelector('#guests')?.remove());

/** A tag comes, trains, is moved and goes. @param {Visitor} visitor */
export async function guest(visitor) {
  await addGuests(visitor, `<lstm-playground preset="rhyme" ${SMALL}></lstm-playground>`);
  await visitor.press('button', 'Train', { within: GUEST });
  await visitor.awaitSteps(GUEST, 5);
  await visitor.page((tag) => {
    const element = document.querySelector(tag);
    const other = document.createElement('section');
    element?.parentElement?.append(other);
    other.append(element ?? '');
  }, GUEST);
  await visitor.awaitSteps(GUEST, 5);
  await removeGuests(visitor);
}

/** Three tags train at once. @param {Visitor} visitor */
export async function threeGuests(visitor) {
  const tag = `<lstm-playground autostart preset="dates" ${SMALL} panels="text curve sample live"></lstm-playground>`;
  await addGuests(visitor, tag.repeat(3));
  for (const n of [1, 2, 3]) {
    await visitor.page((n) => {
      document.querySelector(`#guests lstm-playground:nth-child(${n})`)?.scrollIntoView();
    }, n);
    await visitor.awaitSteps(`#guests lstm-playground:nth-child(${n})`, 3);
  }
  await removeGuests(visitor);
}

/** @param {Visitor} visitor */
export async function lesson(visitor) {
  await addGuests(visitor, '<lstm-playground lesson="forget-gate"></lstm-playground>');
  await visitor.press('button', 'Do this step', { within: GUEST });
  await visitor.awaitText('section.lesson .result', '%', { within: GUEST });
  await visitor.press('button', 'Next', { within: GUEST });
  await visitor.look();
  await removeGuests(visitor);
}
