/** Icons as paths on a 24 px grid; decoration only, so readers skip them. */

const PATHS = {
  hash: 'M9.5 3 8.700 8H4v2h4.400l-.700 4H3v2h4.400L6.500 21h2l.900-5h4l-.900 5h2l.900-5H20v-2h-4.300l.700-4H21V8h-4.300l.800-5h-2l-.800 5h-4l.800-5zm.900 7h4l-.700 4h-4z',
  timeline: 'M4 20V10h4v10zm6 0V4h4v16zm6 0v-7h4v7z',
  send: 'M3 4.500v6l9 1.500-9 1.500v6L21.500 12z',
  more: 'M6 10a2 2 0 1 0 0 4 2 2 0 0 0 0-4m6 0a2 2 0 1 0 0 4 2 2 0 0 0 0-4m6 0a2 2 0 1 0 0 4 2 2 0 0 0 0-4',
  close:
    'm6.400 5 5.600 5.600L17.600 5 19 6.400 13.400 12l5.600 5.600-1.400 1.400-5.600-5.600L6.400 19 5 17.600l5.600-5.600L5 6.400z',
  eye: 'M12 5c5 0 8.800 3.400 10.500 7-1.700 3.600-5.500 7-10.500 7S3.200 15.600 1.500 12C3.200 8.400 7 5 12 5m0 2.500a4.500 4.500 0 1 0 0 9 4.500 4.500 0 0 0 0-9m0 2.200a2.300 2.300 0 1 1 0 4.600 2.300 2.300 0 0 1 0-4.600',
  file: 'M6 2h8l5 5v15H6zm7 1.500V8h4.500zM8.500 12v1.500h8V12zm0 3.500V17h8v-1.500z',
  link: 'M7 7h4v2H7a3 3 0 0 0 0 6h4v2H7A5 5 0 0 1 7 7m10 0h-4v2h4a3 3 0 0 1 0 6h-4v2h4a5 5 0 0 0 0-10m-9 4h8v2H8z',
  source: 'M4 3h12l4 4v14H4zm3 6v1.800h10V9zm0 4v1.800h10V13zm0 4v1.800h6V17z',
  why: 'M4 6h9v2.500H4zm0 5h16v2.500H4zm0 5h12v2.500H4z',
  sun: 'M12 7.500a4.500 4.500 0 1 0 0 9 4.500 4.500 0 0 0 0-9M11 2h2v3h-2zm0 17h2v3h-2zM2 11h3v2H2zm17 0h3v2h-3zM5.600 4.200l2.100 2.100-1.400 1.400-2.100-2.100zm12.100 12.100 2.100 2.100-1.400 1.400-2.100-2.100zM18.400 4.200l1.400 1.400-2.100 2.100-1.400-1.400zM6.300 16.300l1.400 1.400-2.100 2.100-1.400-1.400z',
  moon: 'M13 3a9 9 0 1 0 8.500 12A7.500 7.500 0 0 1 13 3',
  copy: 'M8 3h12v14h-3v4H4V7h4zm2 2v10h8V5zM6 9v10h9v-2H8V9z',
  plus: 'M11 5h2v6h6v2h-6v6h-2v-6H5v-2h6z',
  chevron: 'm7 9.500 5 5 5-5 1.400 1.400-6.400 6.400-6.400-6.400z',
} as const;
export type IconName = keyof typeof PATHS;

export function icon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', PATHS[name]);
  path.setAttribute('fill', 'currentColor');
  path.setAttribute('fill-rule', 'evenodd');
  svg.append(path);
  return svg;
}
