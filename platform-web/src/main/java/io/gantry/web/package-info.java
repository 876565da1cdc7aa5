/**
 * The control plane as a Spring Boot application. Start at {@link io.gantry.web.GantryApplication};
 * the packages below hold one feature of the REST API each, {@code agent} what nodes talk to,
 * {@code stream} how a client and a node are joined, {@code problem} how failures are answered.
 */
@NullMarked
package io.gantry.web;

import org.jspecify.annotations.NullMarked;
