import { existsSync, globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { nameBuiltIn } from '../../../shared/sources/azure/initiatives.ts';
import { parsePolicyAnswer } from '../../../shared/sources/azure/policyAnswer.ts';
import { parseSummary } from '../../../shared/sources/azure/policySummary.ts';

const DATA = fileURLToPath(new URL('../shared/data', import.meta.resolve('#root/package.json')));
const EXAMPLES = `${DATA}/swagger/specification/policyinsights/resource-manager/Microsoft.PolicyInsights`;
const WHERE = { source: 'Azure Policy', scope: 'recorded' };

function read(path: string) {
  return JSON.parse(readFileSync(path, 'utf8'));
}

describe.skipIf(!existsSync(DATA))('recorded policies of Azure (../shared/data)', () => {
  test.each(globSync('policy-builtin/set__*.json', { cwd: DATA }).toSorted())(
    'the initiative %s is known by its name',
    (path) => {
      const { name, properties } = read(`${DATA}/${path}`);
      const title = properties.displayName.replaceAll('[Preview]: ', '');
      expect(nameBuiltIn(`/providers/microsoft.authorization/policysetdefinitions/${name}`)).toBe(title);
    },
  );

  test('somebody’s own initiative is not taken for Azure’s', () => {
    const own = '/subscriptions/s/providers/microsoft.authorization/policysetdefinitions';
    expect(nameBuiltIn(`${own}/c047ea8e-9c78-49b2-958b-37e56d291a44`)).toBe('');
  });

  const summaries = globSync('{stable,preview}/*/examples/PolicyStates_Summarize*.json', { cwd: EXAMPLES });
  test.each(summaries.toSorted())('the summary %s is read whole', (path) => {
    const notes: string[] = [];
    const { body } = read(`${EXAMPLES}/${path}`).responses['200'];
    const { values, lost } = parseSummary(body, WHERE, (what) => notes.push(what));
    expect(lost).toBe(0);
    expect(notes).toEqual([]);
    expect(values).toHaveLength(body.value[0].policyAssignments.length);
    const written: readonly { results: { nonCompliantResources: number } }[] =
      body.value[0].policyAssignments;
    expect(values.map(({ nonCompliantResources }) => nonCompliantResources).toSorted()).toEqual(
      written.map(({ results }) => results.nonCompliantResources).toSorted(),
    );
  });

  const states = globSync('{stable,preview}/*/examples/PolicyStates_Query*Scope.json', { cwd: EXAMPLES });
  test.each(states.toSorted())('the policy states %s are read, with none of them ours', (path) => {
    const notes: string[] = [];
    const { body } = read(`${EXAMPLES}/${path}`).responses['200'];
    const found = parsePolicyAnswer(body, (what) => notes.push(what));
    expect(found).toEqual([]);
    expect(notes).toEqual([]);
  });
});
