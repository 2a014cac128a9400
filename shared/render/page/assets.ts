import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** A file that pages load; its name tells its content, so it may be kept for ever. */
export interface PageAsset {
  readonly contentType: string;
  readonly body: Uint8Array;
}

const style = readAsset('page.css', 'text/css; charset=utf-8');
const script = readAsset('page.js', 'text/javascript; charset=utf-8');

/** The files that pages load, by their names under `/api/assets/`. */
export const pageAssets: ReadonlyMap<string, PageAsset> = new Map([
  [style.name, style],
  [script.name, script],
]);

/** Addresses of the style sheet and of the script. */
export const ASSET_LINKS = {
  style: `/api/assets/${style.name}`,
  script: `/api/assets/${script.name}`,
} as const;

function readAsset(file: string, contentType: string): PageAsset & { readonly name: string } {
  const body = readFileSync(new URL(import.meta.resolve(`#templates/page/assets/${file}`)));
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 12);
  const [stem, ending] = file.split('.');
  return { name: `${stem}-${hash}.${ending}`, contentType, body };
}
