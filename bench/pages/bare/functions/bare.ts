import { readFileSync } from 'node:fs';
import { app } from '@azure/functions';

const body = readFileSync(process.env.PURSER_BENCH_PAGE ?? '');
const headers = { 'Content-Type': 'text/html; charset=utf-8', 'Content-Encoding': 'br' };

/** The least that can be done in Functions: the bytes of the page from memory, for whoever asks. */
app.http('page', {
  route: 'page',
  methods: ['GET'],
  authLevel: 'anonymous',
  handler: async () => ({ headers, body }),
});
