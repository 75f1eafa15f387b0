import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { CoreBudget } from '../../www/src/runs/core-budget.js';

/** @typedef {import('../../www/src/runs/core-budget.js').CoreClaim} CoreClaim */

/** @type {CoreBudget} */
let budget;
/** @type {CoreClaim[]} */
let claims;
/** @type {number[]} the claims that were told of a change, by their indices */
let told;

const sizes = () => claims.map(({ size }) => size);

beforeEach(() => {
  budget = new CoreBudget(() => 7);
  told = [];
  claims = [0, 1, 2].map((index) => budget.claim(() => told.push(index)));
});

test('a single claim gets the cores that it wants, at most all of them', () => {
  claims[0].want(4);
  assert.deepEqual(sizes(), [4, 0, 0]);
  claims[0].want(8);
  assert.deepEqual(sizes(), [7, 0, 0]);
});

test('cores are shared fairly, and what one cannot use is for the others', () => {
  for (const claim of claims) claim.want(8);
  assert.deepEqual(sizes(), [3, 2, 2]);
  claims[1].want(1);
  assert.deepEqual(sizes(), [3, 1, 3]);
  claims[2].end();
  assert.deepEqual(sizes(), [6, 1, 0]);
});

test('every claim gets a core, even where there are too few', () => {
  budget = new CoreBudget(() => 1);
  claims = [5, 1, 3].map((wanted) => {
    const claim = budget.claim();
    claim.want(wanted);
    return claim;
  });
  assert.deepEqual(sizes(), [1, 1, 1]);
});

test('an exact claim gets its number, and the others what it leaves', () => {
  claims[0].want(8);
  claims[1].want(5, true);
  assert.deepEqual(sizes(), [2, 5, 0]);
  claims[2].want(9, true);
  assert.deepEqual(sizes(), [1, 5, 9]);
});

test('a claim that rests keeps what nobody needs', () => {
  claims[0].want(8);
  claims[0].want(0);
  assert.deepEqual(sizes(), [7, 0, 0]);
  claims[1].want(3);
  assert.deepEqual(sizes(), [4, 3, 0]);
  claims[2].want(8);
  assert.deepEqual(sizes(), [0, 3, 4]);
  claims[0].want(8);
  assert.deepEqual(sizes(), [3, 2, 2]);
});

test('a claim is told of a change, and of nothing else', () => {
  claims[0].want(8);
  claims[0].want(8);
  claims[1].want(1);
  claims[1].want(1);
  assert.deepEqual(told, [0, 0, 1]);
  told = [];
  claims[1].end();
  claims[1].end();
  assert.deepEqual(told, [0]);
  claims[1].want(2);
  assert.deepEqual(sizes(), [5, 2, 0], 'an ended claim may come back');
});

test('claims compute all the time until there are more than cores, and then a share of it', () => {
  budget = new CoreBudget(() => 1);
  claims = Array.from({ length: 50 }, (_, index) => budget.claim(() => told.push(index)));
  const shares = () => [
    ...new Set(claims.filter(({ wanted }) => wanted).map(({ share }) => share)),
  ];
  claims[0].want(8);
  claims[1].want(8);
  assert.deepEqual([claims[0].share, claims[1].share], [1, 1], 'the second takes the last core');
  for (const claim of claims) claim.want(8);
  assert.deepEqual(shares(), [1 / 50], 'and the page has the last core');
  told = [];
  for (const claim of claims.slice(5)) claim.want(0);
  assert.deepEqual(shares(), [1 / 5]);
  assert.ok(told.includes(0));
  for (const claim of claims.slice(2, 5)) claim.end();
  assert.equal(claims[0].share, 1);
});

test('an exact claim computes as long as others, with each of its cores', () => {
  budget = new CoreBudget(() => 1);
  claims = [4, 1, 1].map((wanted) => {
    const claim = budget.claim();
    claim.want(wanted, wanted === 4);
    return claim;
  });
  assert.deepEqual(
    claims.map(({ share }) => share),
    [1 / 6, 1 / 6, 1 / 6],
  );
});
