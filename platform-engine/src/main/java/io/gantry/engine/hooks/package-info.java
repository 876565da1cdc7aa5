/**
 * OCI hooks: which ones the node's operator has put into the hook directories, which of them a
 * container gets, the filters that change its runtime spec and what runs after its deletion. No
 * hook comes from a container's spec. Start at {@link io.gantry.engine.hooks.Hooks}.
 */
@NullMarked
package io.gantry.engine.hooks;

import org.jspecify.annotations.NullMarked;
