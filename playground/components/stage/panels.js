/**
 * What stands below the curves, each closed until somebody opens it. A panel has an `element`, `setScene(scene, theme)`, `setFrame(frame)`
 * and `destroy()`; `fold` makes the element, hidden until `setScene` finds that the scene has something for it. One that follows what goes on
 * inside has `setInside(inside)` for the newest look; one that asks something of the run has `askAgain()` for a run that has forgotten it, and
 * `setGallery(gallery)` for the answer; one that shows test pictures has `setLooked(sample)` to mark the one that is looked at. To add one,
 * add it to PANELS.
 */

import { BendPanel } from "./bend_panel.js";
import { ClassTable } from "./class_table.js";
import { DoctorPanel } from "./doctor.js";
import { InsidePanel } from "./inside.js";
import { ClassUnits } from "./class_units.js";

/**
 * @typedef {{send: (command: Object) => void, look: (sample: number) => void, inspect: (layer: number, unit: number) => void}} PanelOptions
 *   `send` tells the run what somebody asks of it, `look` shows a test picture in the network, and `inspect` one of its units closely
 */

export const PANELS = [DoctorPanel, InsidePanel, BendPanel, ClassUnits, ClassTable];
