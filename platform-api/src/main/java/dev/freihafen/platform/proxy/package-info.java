/** The way through to workspaces and served models, with nothing of ours on it. */
@NullMarked
package dev.freihafen.platform.proxy;

import org.jspecify.annotations.NullMarked;
