/** The routes of services. */
@NullMarked
package io.gantry.web.service;

import org.jspecify.annotations.NullMarked;
