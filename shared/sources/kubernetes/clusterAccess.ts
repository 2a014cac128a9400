import { readFile } from 'node:fs/promises';
import type { TokenCredential } from '@azure/identity';
import { KubeConfig, type User } from '@kubernetes/client-node';
import { matchesPattern } from '../../config/pattern.ts';
import type { Config } from '../../config/schema.ts';
import { SourceError } from '../../model/errors.ts';
import type { Cluster } from '../../model/estate.ts';
import type { Clock } from '../../model/time.ts';
import type { Exchange } from '../http/exchange.ts';
import { describeFailure, describeNoAnswer, type SourcePlace } from '../http/failure.ts';
import { readUserKubeconfig } from './userKubeconfig.ts';

/** Opens the way to API servers and remembers it. */
export interface ClusterAccess {
  /**
   * Server, certificate authority and credential of one cluster, ready for the Kubernetes client.
   * @throws SourceError
   */
  open(cluster: Cluster): Promise<KubeConfig>;
  /** Asks Azure again the next time. */
  forget(cluster: Cluster): void;
}

/** Forgets the way in when a server refused it or could not be reached: it may be rebuilt with new certificates. */
export function forgetWhenRefused(access: ClusterAccess, cluster: Cluster, error: unknown): void {
  if (!(error instanceof SourceError)) return;
  if (error.failure === 'unauthorized' || error.failure === 'unavailable') access.forget(cluster);
}

interface Entrance {
  readonly server: string;
  /** PEM in base64, as kubeconfig files carry it; undefined trusts the well-known authorities. */
  readonly caData: string | undefined;
  /** Undefined: sign in with an Entra token. */
  readonly user: User | undefined;
}

const TOKEN_MARGIN_MS = 5 * 60_000;

export function createClusterAccess(
  config: Config,
  parts: {
    readonly credential: TokenCredential;
    readonly clock: Clock;
    readonly environment: Readonly<Record<string, string | undefined>>;
    readonly resourceManager: Exchange;
    /** PEM of an authority to trust for servers whose kubeconfig names none. */
    readonly tlsCa?: string | undefined;
  },
): ClusterAccess {
  const entrances = new Map<string, Promise<Entrance>>();
  let entraToken: { readonly token: string; readonly expiresOnTimestamp: number } | undefined;

  return {
    async open(cluster) {
      const place = { source: 'cluster access', scope: cluster.id };
      const entrance = await remember(cluster, place);
      const kubeConfig = new KubeConfig();
      kubeConfig.loadFromClusterAndUser(
        {
          name: cluster.name,
          server: entrance.server,
          skipTLSVerify: false,
          ...(entrance.caData === undefined ? {} : { caData: entrance.caData }),
        },
        entrance.user ?? { name: 'entra', token: await getEntraToken(place) },
      );
      return kubeConfig;
    },
    forget(cluster) {
      entrances.delete(cluster.id);
      entraToken = undefined;
    },
  };

  async function remember(cluster: Cluster, place: SourcePlace): Promise<Entrance> {
    const known = entrances.get(cluster.id);
    if (known !== undefined) return known;
    const entrance = findEntrance(cluster, place);
    entrances.set(cluster.id, entrance);
    try {
      return await entrance;
    } catch (error) {
      entrances.delete(cluster.id);
      throw error;
    }
  }

  async function findEntrance(cluster: Cluster, place: SourcePlace): Promise<Entrance> {
    const override = config.kubernetes.access.find((entry) => matchesPattern(cluster.name, entry.cluster));
    const user =
      override?.tokenEnv === undefined ? undefined : readToken(place, override.tokenEnv, parts.environment);
    const caData = override?.caFile === undefined ? undefined : await readAuthority(place, override.caFile);
    const fallbackCa = parts.tlsCa === undefined ? undefined : toBase64(parts.tlsCa);
    if (override?.server !== undefined) {
      return { server: requireHttps(place, override.server), caData: caData ?? fallbackCa, user };
    }
    const kubeconfig = await readUserKubeconfig(
      cluster,
      place,
      config.azure.resourceManagerUrl,
      parts.resourceManager,
    );
    const given = parseKubeconfig(place, kubeconfig);
    return {
      server: requireHttps(place, given.server),
      caData: caData ?? given.caData ?? fallbackCa,
      user: user ?? given.user,
    };
  }

  async function getEntraToken(place: SourcePlace): Promise<string> {
    const usableUntil = parts.clock.now().getTime() + TOKEN_MARGIN_MS;
    if (entraToken !== undefined && entraToken.expiresOnTimestamp > usableUntil) return entraToken.token;
    try {
      entraToken =
        (await parts.credential.getToken(`${config.azure.kubernetesAudience}/.default`)) ?? undefined;
    } catch (error) {
      throw describeNoAnswer(place, error, {
        unauthorized: 'Sign in, or give the host an identity that Entra knows.',
      });
    }
    if (entraToken === undefined) throw describeFailure(place, 'unauthorized', 'Entra gave no token for it');
    return entraToken.token;
  }
}

/**
 * Takes server, authority and credential from a kubeconfig. Commands (`exec`, kubelogin), auth providers
 * and file paths in it are never run or read: without a certificate or token of its own, Entra signs in.
 */
function parseKubeconfig(place: SourcePlace, text: string): Entrance {
  const kubeConfig = new KubeConfig();
  try {
    kubeConfig.loadFromString(text);
  } catch (error) {
    throw describeFailure(
      place,
      'malformed',
      'the kubeconfig that Azure gave cannot be read',
      {},
      { cause: error },
    );
  }
  const cluster = kubeConfig.getCurrentCluster();
  if (cluster === null) {
    throw describeFailure(place, 'malformed', 'the kubeconfig that Azure gave has no current context');
  }
  return { server: cluster.server, caData: cluster.caData, user: carriedUser(kubeConfig.getCurrentUser()) };
}

function carriedUser(user: User | null): User | undefined {
  if (user?.certData !== undefined && user.keyData !== undefined) {
    return { name: user.name, certData: user.certData, keyData: user.keyData };
  }
  return user?.token === undefined ? undefined : { name: user.name, token: user.token };
}

function readToken(
  place: SourcePlace,
  name: string,
  environment: Readonly<Record<string, string | undefined>>,
): User {
  const token = environment[name]?.trim();
  if (!token) {
    throw describeFailure(place, 'unauthorized', `the environment variable ${name} is empty`, {
      unauthorized: `Put the bearer token for the cluster into ${name}, or take tokenEnv out of kubernetes.access.`,
    });
  }
  return { name: 'token', token };
}

async function readAuthority(place: SourcePlace, file: string): Promise<string> {
  try {
    return toBase64(await readFile(file, 'utf8'));
  } catch (error) {
    throw describeFailure(
      place,
      'notFound',
      `the certificate authority file ${file} cannot be read`,
      { notFound: 'Correct caFile in kubernetes.access.' },
      { cause: error },
    );
  }
}

function requireHttps(place: SourcePlace, server: string): string {
  if (URL.canParse(server) && new URL(server).protocol === 'https:') return server.replace(/\/+$/, '');
  throw describeFailure(place, 'malformed', `the API server address ${server} is not an https:// URL`, {
    malformed: 'A token is only sent over TLS: write the https:// address of the API server.',
  });
}

function toBase64(text: string): string {
  return Buffer.from(text).toString('base64');
}
