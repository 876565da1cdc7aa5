/**
 * How credentials come with a request, and what a browser may do: the one filter chain ({@link
 * io.gantry.security.http.HttpSecurity}). What a route needs is declared at the route.
 */
@NullMarked
package io.gantry.security.http;

import org.jspecify.annotations.NullMarked;
