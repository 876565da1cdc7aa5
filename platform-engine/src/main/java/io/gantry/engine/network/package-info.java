/**
 * How containers meet the network: bridge networks of tenants, addresses, network namespaces,
 * published ports, hosts and resolver files. netavark builds links and rules, aardvark-dns answers
 * for names; both are asked only here. Start at {@link io.gantry.engine.network.Networks}.
 *
 * <p>What a namespace needs to be taken down again is stored before it is built. Networks live in
 * the node's store; attachments live on tmpfs beside the namespaces, because a reboot ends both.
 */
@NullMarked
package io.gantry.engine.network;

import org.jspecify.annotations.NullMarked;
