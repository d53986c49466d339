/** What should run, behind one port; its adapter writes custom resources to one API server. */
@NullMarked
package dev.freihafen.platform.desired;

import org.jspecify.annotations.NullMarked;
