/** What people and programs read: tables, JSON, templates, sizes and ages. */
@NullMarked
package io.gantry.ctl.output;

import org.jspecify.annotations.NullMarked;
