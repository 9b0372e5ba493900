/**
 * What stands below the curves, each closed until somebody opens it. A panel has an `element`, `setScene(scene, theme)`, `setFrame(frame)`
 * and `destroy()`, and may have `setInside(inside)` for the newest look inside; it hides itself where a scene has nothing for it. To add one, add it to PANELS.
 */

import { BendPanel } from "./bend_panel.js";
import { ClassTable } from "./class_table.js";
import { DoctorPanel } from "./doctor.js";
import { InsidePanel } from "./inside.js";

/** @typedef {{send: (command: Object) => void}} PanelOptions `send` tells the run what somebody asks of it */

export const PANELS = [DoctorPanel, InsidePanel, BendPanel, ClassTable];
