/**
 * How fast a large tree goes in and out: import, export and copy-up beside Podman, tar and cp, with
 * all files in memory. Start at {@link io.gantry.bench.tree.Trees}.
 */
@NullMarked
package io.gantry.bench.tree;

import org.jspecify.annotations.NullMarked;
