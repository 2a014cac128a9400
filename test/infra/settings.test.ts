import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseSchedule } from '../../local/host/schedule.ts';
import { readDefaultSettings } from '../../local/machine.ts';
import { QUEUES } from '../../shared/store/queues.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const settings = JSON.parse(readFileSync(join(ROOT, 'infra/app-settings.json'), 'utf8')) as Record<
  string,
  unknown
>;
const functions = readdirSync(join(ROOT, 'functions'))
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ name, text: readFileSync(join(ROOT, 'functions', name), 'utf8') }));

describe('the settings of an installation', () => {
  it('are all that functions and composition read, and no other', () => {
    const compose = readFileSync(join(ROOT, 'shared/pipeline/compose.ts'), 'utf8');
    const read = [
      ...functions.flatMap(({ text }) => [...text.matchAll(/%(\w+)%/g)].map((match) => match[1])),
      ...functions.flatMap(({ text }) => [...text.matchAll(/connection: '(\w+)'/g)].map((match) => match[1])),
      ...[...compose.matchAll(/environment\.(\w+)/g)].map((match) => match[1]),
    ];
    expect([...new Set(read)].sort()).toEqual(Object.keys(settings).sort());
  });

  it('have schedules that Azure would accept', () => {
    const schedules = Object.entries(readDefaultSettings()).filter(([name]) =>
      name.startsWith('PURSER_SCHEDULE_'),
    );
    expect(schedules.length).toBeGreaterThan(3);
    for (const [name, schedule] of schedules) expect(() => parseSchedule(schedule), name).not.toThrow();
  });
});

describe('functions', () => {
  it('are thin: forty lines at most, and they know shared/ only', () => {
    for (const { name, text } of functions) {
      const longest = Math.max(...text.split(/^app\./m).map((part) => part.split('\n').length));
      expect(longest, name).toBeLessThanOrEqual(40);
      expect(text, name).not.toMatch(/from '\.\.\/local/);
    }
  });

  it('have a trigger for every queue', () => {
    const text = functions.map((file) => file.text).join('\n');
    for (const queue of Object.keys(QUEUES))
      expect(text).toContain(`queueName: QUEUES.${queue},\n  connection`);
  });
});
