/** What is checked of a request's body before its route: how long it is. */
@NullMarked
package io.gantry.web.body;

import org.jspecify.annotations.NullMarked;
