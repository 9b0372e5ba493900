/** Icons as inline SVG, drawn in the colour of the text around them. */

const svg = (inner) => `<svg viewBox="0 0 24 24" width="1em" height="1em" aria-hidden="true" focusable="false" fill="currentColor">${inner}</svg>`;
const line = (inner) =>
  `<svg viewBox="0 0 24 24" width="1em" height="1em" aria-hidden="true" focusable="false" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round">${inner}</svg>`;

const plus = line('<path d="M6 12h12M12 6v12"/>');

export const ICONS = {
  play: svg('<path d="M8 5.2c0-1 1.1-1.6 1.9-1.1l10 6.8c.7.5.7 1.7 0 2.2l-10 6.8c-.8.5-1.9-.1-1.9-1.1z"/>'),
  pause: svg('<rect x="6" y="4.5" width="4.4" height="15" rx="1.4"/><rect x="13.6" y="4.5" width="4.4" height="15" rx="1.4"/>'),
  step: svg('<path d="M5 5.6c0-.9 1-1.4 1.7-.9l8.6 6.4c.6.4.6 1.4 0 1.8l-8.6 6.4c-.7.5-1.7 0-1.7-.9z"/><rect x="16.4" y="4.8" width="3" height="14.4" rx="1.2"/>'),
  batch: line('<path d="M6.5 5.5v13l9-6.5z"/><path d="M19 6v12"/>'),
  reset: line('<path d="M4.2 4.5v5.2h5.2"/><path d="M4.6 9.6a8 8 0 1 1-.4 4.6"/>'),
  clear: line('<path d="M5 7h14M10 7V4.6h4V7M7 7l.8 12.4h8.4L17 7M10.2 10.6v5.4M13.8 10.6v5.4"/>'),
  less: line('<path d="M6 12h12"/>'),
  more: plus,
  add: plus,
  remove: line('<path d="M7 7l10 10M17 7L7 17"/>'),
  doctor: line('<path d="M6 3.5H4.5V9a4.5 4.5 0 0 0 9 0V3.5H12"/><path d="M9 13.5V16a4.7 4.7 0 0 0 9.4 0v-2.2"/><circle cx="18.4" cy="11.4" r="2.2"/>'),
  warning: line('<path d="M12 4 2.8 19.5h18.4z"/><path d="M12 10v4.2M12 16.9v.1"/>'),
  fine: line('<path d="M5 12.5l4.6 4.6L19 7.4"/>'),
  redo: line('<path d="M15.5 5l4 4-4 4"/><path d="M19.2 9h-9a5.4 5.4 0 0 0 0 10.8H15"/>'),
  pen: line('<path d="M4.5 19.5l1-4.2L16 4.8a1.9 1.9 0 0 1 2.7 0l.5.5a1.9 1.9 0 0 1 0 2.7L8.7 18.5z"/><path d="M14 7l3 3"/>'),
  picture: line('<rect x="4" y="5" width="16" height="14" rx="2.2"/><circle cx="9" cy="10" r="1.6"/><path d="M4.5 17l4.8-4.2 3.2 2.7 3.4-3.6 4 4.2"/>'),
  spray: svg('<circle cx="7" cy="7" r="1.9"/><circle cx="13.5" cy="5.5" r="1.5"/><circle cx="18.5" cy="9.5" r="1.9"/><circle cx="11" cy="11.5" r="2.1"/><circle cx="5.5" cy="14" r="1.5"/><circle cx="16.5" cy="15.5" r="1.6"/><circle cx="10" cy="18" r="1.9"/>'),
  erase: line('<path d="M9.5 19.5 4.3 14.3a1.6 1.6 0 0 1 0-2.3l7.7-7.7a1.6 1.6 0 0 1 2.3 0l5.2 5.2a1.6 1.6 0 0 1 0 2.3l-7.7 7.7z"/><path d="M8.2 8.2l7.4 7.4M9.5 19.5H20"/>'),
  move: line('<path d="M12 3.5v17M3.5 12h17M9.5 6 12 3.5 14.5 6M9.5 18l2.5 2.5 2.5-2.5M6 9.5 3.5 12 6 14.5M18 9.5l2.5 2.5-2.5 2.5"/>'),
  undo: line('<path d="M8.5 5 4.5 9l4 4"/><path d="M4.8 9h9a5.4 5.4 0 0 1 0 10.8H9"/>'),
};
