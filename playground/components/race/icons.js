/** Icons that only the Compare page has, as `common/icons.js` draws them. */

const line = (inner) =>
  `<svg viewBox="0 0 24 24" width="1em" height="1em" aria-hidden="true" focusable="false" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${inner}</svg>`;

export const ICONS = {
  pin: line('<path d="M9 4h6l-.8 5.4 3.3 3.1v1.7h-11v-1.7l3.3-3.1z"/><path d="M12 14.2V20"/>'),
  mute: line('<path d="M3.5 12s3.2-5.6 8.5-5.6 8.5 5.6 8.5 5.6-3.2 5.6-8.5 5.6S3.5 12 3.5 12z"/><circle cx="12" cy="12" r="2.4"/><path class="pg-slash" d="M5 19 19 5"/>'),
  open: line('<path d="M13.5 5H19v5.5"/><path d="M19 5l-8 8"/><path d="M10 6H6.5A1.5 1.5 0 0 0 5 7.5v10A1.5 1.5 0 0 0 6.5 19h10a1.5 1.5 0 0 0 1.5-1.5V14"/>'),
  link: line('<path d="M10 14a4 4 0 0 0 5.7 0l3-3a4 4 0 0 0-5.7-5.7l-1 1"/><path d="M14 10a4 4 0 0 0-5.7 0l-3 3A4 4 0 0 0 11 18.700l1-1"/>'),
  file: line('<path d="M12 4v11M7.500 10.800 12 15.300l4.500-4.500"/><path d="M5 19.500h14"/>'),
  script: line('<path d="M8.500 7 4 12l4.500 5M15.500 7 20 12l-4.500 5M13.300 5.500l-2.600 13"/>'),
};
