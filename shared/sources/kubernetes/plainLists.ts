import { ApiException, type Configuration, HttpMethod, type RequestContext } from '@kubernetes/client-node';
import { z } from 'zod';
import type { PageQuestion } from './listReader.ts';
import type { Page } from './lists.ts';

const PageSchema = z.object({
  items: z.array(z.unknown()).optional(),
  metadata: z.object({ continue: z.string().nullish() }).nullish(),
});

/**
 * Reads pages of lists as they came, over one connection. The transport, authorities and sign-in are the client's; what it does not do
 * here is to make an object of a class of each part of each pod, which takes half the time and most of the memory
 * of a sample. Made by {@link KubeConfig.makeApiClient}, as the client's own interfaces are.
 */
export class PlainLists {
  readonly #configuration: Configuration;
  /** The client opens a connection for each request; all pages go over the first one here. */
  #dispatcher: ReturnType<RequestContext['getDispatcher']>;

  constructor(configuration: Configuration) {
    this.#configuration = configuration;
  }

  /** Ends the connection. */
  async close(): Promise<void> {
    await this.#dispatcher?.destroy();
  }

  /**
   * @param path such as `/api/v1/pods`
   * @throws ApiException when the server does not answer 200; whatever the transport throws
   */
  async readPage(path: string, page: PageQuestion, timeoutMs: number): Promise<Page> {
    const { baseServer, httpApi, middleware, authMethods } = this.#configuration;
    let request = baseServer.makeRequestContext(path, HttpMethod.GET);
    request.setHeaderParam('Accept', 'application/json');
    request.setQueryParam('limit', String(page.limit));
    if (page._continue !== undefined) request.setQueryParam('continue', page._continue);
    request.setSignal(AbortSignal.timeout(timeoutMs));
    await authMethods.default?.applySecurityAuthentication(request);
    this.#dispatcher ??= request.getDispatcher();
    if (this.#dispatcher) request.setDispatcher(this.#dispatcher);
    for (const { pre } of middleware) request = await pre(request).toPromise();
    const response = await httpApi.send(request).toPromise();
    if (response.httpStatusCode !== 200) {
      const body = await response.getBodyAsAny();
      throw new ApiException(response.httpStatusCode, `${path} was refused`, body, response.headers);
    }
    const answer = PageSchema.parse(JSON.parse(await response.body.text()));
    const following = answer.metadata?.continue;
    return {
      ...(answer.items && { items: answer.items }),
      ...(following && { metadata: { _continue: following } }),
    };
  }
}
