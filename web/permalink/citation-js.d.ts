/** The parts of citation-js that are used here: it comes without types. */
declare module '@citation-js/core' {
  export class Cite {
    constructor(data: unknown);
    format(name: 'bibtex'): string;
    format(name: 'data', options: { format: 'object' }): unknown[];
  }
  export const plugins: {
    config: {
      get(name: '@bibtex'): { format: { useIdAsLabel: boolean; asciiOnly: boolean } };
    };
  };
}

declare module '@citation-js/plugin-bibtex' {}
