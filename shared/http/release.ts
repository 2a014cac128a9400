import { readFileSync } from 'node:fs';
import { z } from 'zod';

const manifest = readFileSync(new URL(import.meta.resolve('#root/package.json')), 'utf8');

/** The version of Purser that answers. */
export const RELEASE = z.object({ version: z.string() }).parse(JSON.parse(manifest)).version;
