import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemPermission } from '../../scripts/setup.mjs';

const cases = [
  { isRoot: true, isCI: false, hasTerminal: true, permission: 'given' },
  { isRoot: false, isCI: true, hasTerminal: false, permission: 'given' },
  { isRoot: false, isCI: false, hasTerminal: true, permission: 'to ask' },
  { isRoot: false, isCI: false, hasTerminal: false, permission: 'refused' },
];

test('the set-up asks a person before it installs packages of the system', () => {
  for (const { permission, ...where } of cases) {
    assert.equal(systemPermission(where), permission, JSON.stringify(where));
  }
});
