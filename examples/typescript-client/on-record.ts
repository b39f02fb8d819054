/** The JSON API with its types: every path, parameter and response is checked by the compiler. */
import createClient, { type Client } from 'openapi-fetch';
import type { components, paths } from './schema.d.ts';

export type Answer = components['schemas']['Answer'];
export type Problem = components['schemas']['Problem'];

/** A refusal, with what the server said about it. */
export class RefusedError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(`${problem.detail} ${problem.remedy}`);
    this.problem = problem;
  }
}

/** @param baseUrl such as `https://record.example.org` */
export function onRecord(baseUrl: string): Client<paths> {
  return createClient<paths>({ baseUrl });
}

/** The best passages for a question. @throws RefusedError */
export async function ask(client: Client<paths>, question: string): Promise<Answer> {
  const { data, error } = await client.POST('/api/ask', { body: { question, k: 5 } });
  if (error) throw new RefusedError(error);
  return data;
}
