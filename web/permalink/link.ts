/** The address under which anyone can look a passage up again. */

/** `publicUrl` with or without a slash at its end. */
export function permalinkOf(publicUrl: string, passageId: string): string {
  return new URL(`/p/${passageId}`, publicUrl).href;
}

/** An address that a page may link to: what a transcript names as its source need not be one. */
export function webAddress(url: string | undefined): string | undefined {
  return url !== undefined && /^https?:\/\//i.test(url) && URL.canParse(url) ? new URL(url).href : undefined;
}
