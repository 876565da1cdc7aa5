/**
 * The description of the REST API: what a route's annotations say, completed with its failures, its
 * permission and examples. Examples are in {@code openapi/examples}, one for each type.
 */
@NullMarked
package io.gantry.web.openapi;

import org.jspecify.annotations.NullMarked;
