/// <reference lib="dom" />
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import type { Page } from 'playwright-core';

/** What a card is made of, as a test reads it back. */
export interface Part {
  readonly type?: string;
  readonly [name: string]: unknown;
}

const RENDERER = 'adaptivecards/dist/adaptivecards.min.js';

const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
addFormats.default(ajv);
const validate = ajv.compile(
  JSON.parse(readFileSync(new URL('./adaptive-card-1.5.json', import.meta.url), 'utf8')),
);

/**
 * What the published schema has against a card. It knows no `msteams`, which is left out, and no charts, whose fallback
 * takes their place.
 */
export function listFaults(card: string): readonly string[] {
  const { msteams: _teamsOnly, ...plain } = toPlain(JSON.parse(card)) as Part;
  validate(plain);
  return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}

/** A card as clients without charts show it. */
export function toPlain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toPlain);
  if (typeof value !== 'object' || value === null) return value;
  const part = value as Part;
  if (part.type?.startsWith('Chart.')) return toPlain(part.fallback);
  return Object.fromEntries(Object.entries(part).map(([name, own]) => [name, toPlain(own)]));
}

/** Every part of a card of a type, wherever it is, fallbacks too. */
export function findParts(value: unknown, type: string): readonly Part[] {
  if (Array.isArray(value)) return value.flatMap((own) => findParts(own, type));
  if (typeof value !== 'object' || value === null) return [];
  const part = value as Part;
  return [
    ...(part.type === type ? [part] : []),
    ...Object.values(part).flatMap((own) => findParts(own, type)),
  ];
}

/** Microsoft's own renderer as its bundle for browsers has it; it knows no charts. */
declare const AdaptiveCards: {
  readonly AdaptiveCard: new () => { parse(card: unknown, context: unknown): void; render(): HTMLElement };
  readonly SerializationContext: new () => {
    readonly eventCount: number;
    getEventAt(index: number): { readonly message: string };
  };
};

/** Shows a card on a page: what the renderer says against it, and the text it shows. */
export async function renderByMicrosoft(
  page: Page,
  card: string,
): Promise<{ readonly complaints: readonly string[]; readonly text: string }> {
  await page.setContent('<!doctype html><body style="width:620px;padding:12px;font-family:Segoe UI,Arial">');
  await page.addScriptTag({ path: createRequire(import.meta.url).resolve(RENDERER) });
  return page.evaluate((payload) => {
    const context = new AdaptiveCards.SerializationContext();
    const rendered = new AdaptiveCards.AdaptiveCard();
    rendered.parse(payload, context);
    document.body.append(rendered.render());
    const complaints = Array.from({ length: context.eventCount }, (_, at) => context.getEventAt(at).message);
    return { complaints, text: document.body.innerText };
  }, JSON.parse(card));
}
