// Package npmrc reads npm's configuration, as far as fetching packages needs it: which registry serves a package, what
// authorises to it, and how to reach it. It knows the environment (NPM_REGISTRY, npm_config_*, proxies, extra
// certificates) and the .npmrc files of the project and of the user.
//
// Those files belong to npm and to other tools: what is not known here is left alone. Credentials belong to the host and
// path they stand for; no method but Authorization and Proxy returns one, and nothing prints one. It never connects to
// anything and never writes.
package npmrc
