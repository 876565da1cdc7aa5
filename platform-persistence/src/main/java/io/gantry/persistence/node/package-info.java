/**
 * Nodes: who they are ({@link io.gantry.persistence.node.NodeEntity}), what they told of
 * themselves, and what each one's watch and reports resume from. What is written at each report
 * lies in rows of its own, so it never conflicts with what an operator changes.
 */
@NullMarked
package io.gantry.persistence.node;

import org.jspecify.annotations.NullMarked;
