import { z } from 'zod';
import { type Amount, parseAmount } from '../../model/money.ts';
import { describeFailure, type SourcePlace } from '../http/failure.ts';
import type { Window } from './allocationQuestion.ts';
import { toNumber } from './allocationRow.ts';
import { findNodePool } from './nodePool.ts';

/** Resources that machines have, and that can be idle. */
export const MACHINE_RESOURCES = ['cpu', 'ram', 'gpu'] as const;
export type MachineResource = (typeof MACHINE_RESOURCES)[number];

/** What the machines of each node pool cost at the source's own prices, used or not. */
export type MachineCosts = ReadonlyMap<string, Readonly<Record<MachineResource, Amount>>>;

const figure = z.union([z.number(), z.string(), z.null()]).optional();

/** An asset of OpenCost, as far as nodes have it (core/pkg/opencost/asset_json.go). */
const AssetSchema = z.object({
  type: z.string().nullish(),
  properties: z.object({ name: z.string().nullish() }).nullish(),
  labels: z.record(z.string(), z.unknown()).nullish(),
  window: z.object({ start: z.string(), end: z.string() }),
  cpuCost: figure,
  ramCost: figure,
  gpuCost: figure,
  /** Share of the price of CPU and memory that is not paid. */
  discount: figure,
});
type Asset = z.output<typeof AssetSchema>;

const assets = z.record(z.string(), AssetSchema).nullable();
const EnvelopeSchema = z.object({ data: z.union([assets, z.array(assets)]) });

const MILLION = 1_000_000n;

/**
 * Reads OpenCost's `/assets` of one window, by node pool.
 * @throws SourceError malformed, also when it answered about another window
 */
export function parseMachineCosts(payload: unknown, place: SourcePlace, window: Window): MachineCosts {
  const envelope = EnvelopeSchema.safeParse(payload);
  if (!envelope.success) {
    const issue = envelope.error.issues[0];
    throw describeFailure(place, 'malformed', `assets: ${issue?.path.join('.')}: ${issue?.message}`);
  }
  const { data } = envelope.data;
  const nodes = (Array.isArray(data) ? data : [data])
    .flatMap((set) => Object.values(set ?? {}))
    .filter(({ type }) => type?.toLowerCase() === 'node');
  const costs = new Map<string, Record<MachineResource, Amount>>();
  for (const node of nodes) {
    if (new Date(node.window.start) < window.from || new Date(node.window.end) > window.to) {
      throw describeFailure(
        place,
        'malformed',
        `its assets are of ${node.window.start} to ${node.window.end}`,
      );
    }
    const pool = findNodePool(node.properties?.name ?? '', readLabels(node));
    const known = costs.get(pool) ?? { cpu: 0n, ram: 0n, gpu: 0n };
    const paid = MILLION - BigInt(Math.round((toNumber(node.discount) ?? 0) * Number(MILLION)));
    costs.set(pool, {
      cpu: known.cpu + (readAmount(node.cpuCost) * paid) / MILLION,
      ram: known.ram + (readAmount(node.ramCost) * paid) / MILLION,
      gpu: known.gpu + readAmount(node.gpuCost),
    });
  }
  return costs;
}

function readAmount(value: z.output<typeof figure>): Amount {
  return parseAmount(value ?? 0) ?? 0n;
}

/** Labels of assets carry the prefix of the metric that they come from. */
function readLabels(node: Asset): Record<string, string> {
  return Object.fromEntries(
    Object.entries(node.labels ?? {}).map(([name, value]) => [name.replace(/^label_/, ''), String(value)]),
  );
}
