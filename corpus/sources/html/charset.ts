/** The character set that a page names near its top; pages are often wrong about it. */

export function declaredCharset(bytes: Uint8Array): string | undefined {
  const top = Buffer.from(bytes.subarray(0, 4096)).toString('latin1');
  return /<meta[^>]{0,200}?charset\s{0,3}=\s{0,3}["']?([\w-]{2,30})/i.exec(top)?.[1];
}
