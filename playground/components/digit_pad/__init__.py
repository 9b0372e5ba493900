"""The pad one draws a digit on: `digit_pad.js` (the class), `strokes.js` (the drawing as data), `digit_pad.css` (the look)."""
